/** What the map says of itself: a scale bar, and the coordinates under the pointer. */

import { el, setText } from "./dom.js";

const WIDEST_BAR_PX = 90;

export class Ruler {
  /** @param {any} map */
  constructor(map) {
    this.map = map;
    this.spot = el("span", { class: "tp-spot", "aria-hidden": "true" });
    this.bar = el("span", { class: "tp-scale" });
    map.on("mousemove", ({ latlng }) => setText(this.spot, coordinates(latlng.wrap())));
    map.on("mouseout", () => setText(this.spot, ""));
    map.on("zoomend moveend resize", () => this.measure());
    this.measure();
  }

  /** Make the bar as long as a round distance is in the middle of the map. */
  measure() {
    const middle = this.map.getSize().y / 2;
    const [from, to] = [0, WIDEST_BAR_PX].map((x) => this.map.containerPointToLatLng([x, middle]));
    const metres = this.map.distance(from, to);
    if (!(metres > 0)) return;
    const round = roundDown(metres);
    this.bar.style.width = `${Math.round((WIDEST_BAR_PX * round) / metres)}px`;
    setText(this.bar, round >= 1000 ? `${round / 1000} km` : `${round} m`);
  }
}

/** The largest of 1, 2 and 5 times a power of ten that is not above a number. */
export function roundDown(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return power * [5, 2, 1].find((digit) => digit * power <= number);
}

/** @param {{lat: number, lng: number}} at */
export function coordinates({ lat, lng }) {
  return `${Math.abs(lat).toFixed(3)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(lng).toFixed(3)}° ${lng < 0 ? "W" : "E"}`;
}
