/** Marks over the map that are not data: rings around what is selected or changed, and the name under the pointer. */

import { el, localName, reducedMotion } from "./dom.js";

export const MOST_PULSES = 40;

/** A pane of absolutely placed elements; a fixed number of them, used again and again. */
export function makeEffectsClass(L) {
  return L.Layer.extend({
    onAdd(map) {
      this._pane = el("div", { class: "tp-effects leaflet-zoom-hide", "aria-hidden": "true" });
      map.getPane("markerPane").append(this._pane);
      this._pulses = [];
      this._next = 0;
      this._selected = this._addRing("tp-ring tp-ring-selected");
      this._hovered = this._addRing("tp-ring tp-ring-hover");
      this._marked = [];
    },

    onRemove() {
      this._pane.remove();
    },

    getEvents() {
      return { viewreset: this._placeAll, zoomend: this._placeAll };
    },

    _addRing(className) {
      const node = el("div", { class: className });
      node.hidden = true;
      this._pane.append(node);
      return { node, at: null, radius: 0 };
    },

    _put(ring) {
      ring.node.hidden = !ring.at;
      if (!ring.at) return;
      const point = this._map.latLngToLayerPoint(ring.at);
      ring.node.style.setProperty("--r", `${ring.radius}px`);
      ring.node.style.transform = `translate(${point.x}px, ${point.y}px)`;
    },

    _placeAll() {
      for (const ring of [this._selected, this._hovered, ...this._pulses, ...this._marked]) this._put(ring);
    },

    /** @param {[number, number]|null} at */
    select(at, radius = 8) {
      Object.assign(this._selected, { at, radius: radius + 5 });
      this._put(this._selected);
    },

    hover(at, radius = 8) {
      Object.assign(this._hovered, { at, radius: radius + 3 });
      this._put(this._hovered);
    },

    /** Keep rings around these. @param {{at: [number, number], radius: number}[]} spots */
    mark(spots) {
      for (const ring of this._marked) ring.node.remove();
      this._marked = spots.map(({ at, radius }) => ({ ...this._addRing("tp-ring tp-ring-mark"), at, radius: radius + 5 }));
      this._marked.forEach((ring) => this._put(ring));
    },

    /** Mark what has just changed. @param {{at: [number, number], radius: number, color: string}[]} spots */
    pulse(spots) {
      for (const { at, radius, color } of spots.slice(0, MOST_PULSES)) {
        let ring = this._pulses[this._next];
        if (!ring) this._pulses[this._next] = ring = this._addRing("tp-pulse");
        this._next = (this._next + 1) % MOST_PULSES;
        Object.assign(ring, { at, radius: radius + 2 });
        ring.node.style.setProperty("--pulse", color);
        this._put(ring);
        this._animate(ring);
      }
    },

    _animate(ring) {
      ring.animation?.cancel();
      const still = reducedMotion();
      const frames = still
        ? [{ opacity: 1 }, { opacity: 1 }]
        : [{ opacity: 0.95, scale: "1" }, { opacity: 0, scale: "3.4" }];
      ring.animation = ring.node.animate(frames, { duration: still ? 1600 : 900, easing: "ease-out" });
      ring.animation.onfinish = () => {
        ring.at = null;
        ring.node.hidden = true;
      };
    },

    clearPulses() {
      for (const ring of this._pulses) {
        ring.animation?.cancel();
        ring.at = null;
        ring.node.hidden = true;
      }
    },
  });
}

/** Names what lies under the pointer. */
export class HoverLabel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this._node = el("div", { class: "tp-hover", role: "presentation" });
    this._node.hidden = true;
    root.append(this._node);
  }

  /** @param {{x: number, y: number}} point in the map's frame @param {{name: string, local: string, line: string}} what */
  show(point, what) {
    const key = `${what.name}|${what.line}`;
    if (this._key !== key) {
      this._key = key;
      this._node.replaceChildren(
        el("strong", { class: "tp-hover-name" }, el("bdi", { text: what.name }), what.local ? localName(what.local) : null),
        el("span", { class: "tp-hover-line", text: what.line }),
      );
    }
    this._node.hidden = false;
    const { clientWidth: width, clientHeight: height } = this._node.parentElement;
    const box = this._node.getBoundingClientRect();
    const x = Math.max(4, Math.min(width - box.width - 4, point.x + 14));
    const y = point.y + 16 + box.height > height ? point.y - box.height - 12 : point.y + 16;
    this._node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hide() {
    this._node.hidden = true;
  }
}
