/** What is selected, and what lies under the pointer. */

import { reducedMotion } from "./dom.js";
import { HoverLabel } from "./effects.js";
import { stateLine } from "./words.js";

export class Selection {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.selected = null;
    this.hover = new HoverLabel(player.root);
    const { map } = player;
    map.on("mousemove", (event) => this._onPointer(event));
    map.on("mouseout", () => this._hoverOver(null));
    map.on("click", (event) => this._onClick(event));
  }

  /** Forget it: the document has changed. */
  clear() {
    this.selected = null;
    this.player.effects.select(null);
    this._hoverOver(null);
  }

  /** The feature of an id, in one layer or in any, places first. */
  find(id, layerId = null) {
    const layers = layerId ? [this.player.data.layer(layerId)] : [...this.player.data.layers].reverse();
    for (const layer of layers.filter(Boolean)) {
      const feature = layer.features.id.indexOf(id);
      if (feature >= 0) return { layer, feature };
    }
    return null;
  }

  /** @param {{layer: any, feature: number}|null} what */
  select(what, { report = true, fly = false } = {}) {
    const same = what?.layer === this.selected?.layer && what?.feature === this.selected?.feature;
    this.selected = what;
    this._ringSelected();
    if (fly && what) this._flyTo(what);
    if (same) return;
    this.player.notify("Select");
    if (what && !fly) this._keepClear(what);
    if (report) this.player.settle("place");
  }

  /** Move the map a little if the selected place lies under a panel. */
  _keepClear(what) {
    const at = this._at(what);
    if (!at || !this.player.card) return;
    const wide = this.player.root.clientWidth > 720;
    const bar = this.player.bar?.node.offsetHeight ?? 0;
    const card = this.player.card.node;
    const padding = wide
      ? { paddingTopLeft: [40, 40], paddingBottomRight: [card.offsetWidth + 80, bar + 30] }
      : { paddingTopLeft: [30, 70], paddingBottomRight: [30, bar + card.offsetHeight + 30] };
    if (wide && this.player.legend && !this.player.legend.isFolded) padding.paddingTopLeft[0] += this.player.legend.node.offsetWidth;
    this.player.map.panInside(at, { ...padding, animate: !reducedMotion() });
  }

  _ringSelected() {
    const at = this.selected && this._at(this.selected);
    this.player.effects.select(at, at ? this.player.layers.get(this.selected.layer.id).radius(this.selected.feature) : 0);
  }

  /** Where a feature's ring goes; areas are marked by their own layer. */
  _at({ layer, feature }) {
    for (const [id, drawn] of this.player.layers) drawn.outline?.(id === layer.id ? feature : -1);
    return layer.kind === "points" ? this.player.layers.get(layer.id).centre(feature) : null;
  }

  _flyTo(what) {
    const at = this.player.layers.get(what.layer.id).centre(what.feature);
    if (!at) return;
    const zoom = Math.max(this.player.map.getZoom(), 8);
    if (reducedMotion()) this.player.map.setView(at, zoom, { animate: false });
    else this.player.map.flyTo(at, zoom, { duration: 0.9 });
  }

  /** What lies under a point: places before areas. */
  _hit(layerPoint, slack, other = false) {
    const drawn = other ? this.player.compare.layers : this.player.layers;
    for (const layer of [...this.player.data.layers].reverse()) {
      if (!this.player.isVisible(layer.id)) continue;
      const feature = drawn.get(layer.id).hit(layerPoint, slack);
      if (feature >= 0) return { layer, feature };
    }
    return null;
  }

  _onPointer(event) {
    if (!this.player.ready || this.player.map.dragging?.moving?.()) return this._hoverOver(null);
    const other = this.player.compare.isOtherSide(event.containerPoint.x);
    const what = this._hit(this.player.map.latLngToLayerPoint(event.latlng), 3, other);
    this._hoverOver(what, event.containerPoint, other);
  }

  _hoverOver(what, point = null, other = false) {
    this.player.map.getContainer().classList.toggle("tp-over", Boolean(what));
    if (!what) {
      this.player.effects.hover(null);
      this.hover.hide();
      return;
    }
    const { layer, feature } = what;
    const clocks = other ? this.player.compare.clocks : this.player.clocks;
    const interval = clocks.get(layer.id).current[feature];
    const line = stateLine(this.player.data, layer, interval);
    this.hover.show(point, { name: layer.features.name[feature], local: layer.features.local[feature], line });
    const drawn = this.player.layers.get(layer.id);
    this.player.effects.hover(layer.kind === "points" ? drawn.centre(feature) : null, drawn.radius(feature));
  }

  _onClick(event) {
    if (!this.player.ready) return;
    const touch = event.originalEvent?.pointerType === "touch";
    const other = this.player.compare.isOtherSide(event.containerPoint.x);
    this.select(this._hit(this.player.map.latLngToLayerPoint(event.latlng), touch ? 14 : 5, other));
  }
}
