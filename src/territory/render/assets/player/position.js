/** Where the map is: what it opens at, and what the address says of it. */

import { writeHash, writeMapPosition } from "./bridge.js";
import { reducedMotion } from "./dom.js";

/** The address follows this long after the map has come to rest. */
const ADDRESS_MS = 300;
const WIDE = 720;

export class Position {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this._isWritten = false;
    player.map.on("moveend", () => this.writeSoon());
  }

  /** @param {{center?: [number, number], zoom?: number}} view */
  apply({ center, zoom }) {
    const { map } = this.player;
    if (center || zoom) map.setView(center ?? map.getCenter(), zoom ?? map.getZoom(), { animate: false });
  }

  /** Show all of the main layer, in the part of the frame that no panel covers. */
  fit({ animate = true } = {}) {
    const { L, map, main, layers, root, legend, bar } = this.player;
    const layer = layers.get(main.id);
    const spots = Array.from({ length: main.size }, (_, feature) => layer.centre(feature)).filter(Boolean);
    if (spots.length === 0) return;
    const wide = root.clientWidth > WIDE;
    const left = wide && legend && !legend.isFolded ? legend.node.offsetWidth + 24 : 16;
    const bottom = (bar?.node.offsetHeight ?? 0) + 24;
    const padding = { paddingTopLeft: [left, wide ? 24 : 64], paddingBottomRight: [wide ? 72 : 16, bottom] };
    map.fitBounds(L.latLngBounds(spots), { ...padding, maxZoom: 9, animate: animate && !reducedMotion() });
  }

  /** Bring the address up to date once the map rests. */
  writeSoon() {
    if (!this.player.ready || !this.player.options.shareUrl) return;
    clearTimeout(this._writing);
    this._writing = setTimeout(() => this._write(), ADDRESS_MS);
  }

  /** A server that wrote the address meanwhile may not have known the position. */
  writeAgain() {
    if (this._isWritten) this.writeSoon();
  }

  _write() {
    const { player } = this;
    const view = player.describe();
    this._isWritten = true;
    if (player.bridge.hasServer) writeMapPosition(view.center, view.zoom);
    else writeHash(view);
  }
}
