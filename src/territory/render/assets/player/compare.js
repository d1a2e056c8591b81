/** Two days under one swipe bar: the slider's day on the left, another on the right. */

import { LayerClock } from "./clock.js";
import { longDate, parseTyped } from "./dates.js";
import { counted, el, setText } from "./dom.js";
import { SHOWN } from "./filters.js";

const KEY_STEP = 0.02;
const FAR = 100_000;

/** Draws a second day right of a bar that can be dragged. */
export class Compare {
  /** @param {HTMLElement} root @param {import("./player.js").Player} player */
  constructor(root, player) {
    this.player = player;
    this.day = null;
    this.share = 0.5;
    this.clocks = new Map();
    this.layers = new Map();
    this.bar = el("div", {
      class: "tp-swipe",
      role: "slider",
      tabindex: "0",
      "aria-label": "Where the two days meet",
      "aria-valuemin": "0",
      "aria-valuemax": "100",
      on: { pointerdown: (event) => this._grab(event), keydown: (event) => this._key(event) },
    });
    this.left = el("p", { class: "tp-side tp-side-left" });
    this.input = el("input", {
      class: "tp-side-date",
      type: "text",
      "aria-label": "Other day. Type another, for example 10 June 2014",
      autocomplete: "off",
      spellcheck: "false",
      on: { change: () => this._typed(), keydown: (event) => this._fieldKey(event) },
    });
    this.count = el("span", { class: "tp-side-count" });
    this.right = el("p", { class: "tp-side tp-side-right" }, this.input, this.count);
    this.node = el("div", { class: "tp-compare" }, this.bar, this.left, this.right);
    this.node.hidden = true;
    root.prepend(this.node);
    player.map.on("move zoom viewreset resize", () => this._clip());
  }

  get isOn() {
    return this.day !== null;
  }

  /** Compare with a day; null: stop. @param {number|null} day */
  set(day) {
    const [first, last] = this.player.data.span;
    const target = day === null ? null : Math.min(last, Math.max(first, day));
    if (target === this.day) return;
    this.day = target;
    this.node.hidden = !this.isOn;
    if (!this.isOn) this._remove();
    else if (this.layers.size === 0) this._build();
    else this._step();
    this._clip();
    this.onDay();
    this.player.notify("Compare");
  }

  /** Start with the same day a year before, or the first day. */
  toggle() {
    const [first] = this.player.data.span;
    this.set(this.isOn ? null : Math.max(first, this.player.day - 365));
    this.player.settle("date");
  }

  _build() {
    const { player } = this;
    for (const layer of player.data.layers) {
      const clock = new LayerClock(layer, player.options.halfLife);
      clock.seek(this.day);
      this.clocks.set(layer.id, clock);
      const drawn = player.makeLayer(layer, clock, "Other");
      this.layers.set(layer.id, drawn);
      if (player.isVisible(layer.id)) drawn.addTo(player.map);
    }
  }

  _remove() {
    for (const layer of this.layers.values()) layer.remove();
    this.layers.clear();
    this.clocks.clear();
  }

  _step() {
    for (const [id, clock] of this.clocks) this.layers.get(id).step(clock.seek(this.day));
  }

  /** Left of the bar the one, right of it the other. */
  _clip() {
    const { map } = this.player;
    const size = map.getSize();
    const x = Math.round(size.x * this.share);
    const edge = map.containerPointToLayerPoint([x, 0]).x;
    const cut = (from, to) => `polygon(${from}px ${-FAR}px, ${to}px ${-FAR}px, ${to}px ${FAR}px, ${from}px ${FAR}px)`;
    for (const name of ["Areas", "Points"]) {
      map.getPane(`territory${name}`).style.clipPath = this.isOn ? cut(-FAR, edge) : "";
      map.getPane(`territory${name}Other`).style.clipPath = this.isOn ? cut(edge, FAR) : "";
    }
    this.node.style.setProperty("--x", `${x}px`);
    this.bar.setAttribute("aria-valuenow", String(Math.round(this.share * 100)));
  }

  /** The clocks of the side on which a point of the frame lies. */
  isOtherSide(x) {
    return this.isOn && x > this.player.map.getSize().x * this.share;
  }

  _grab(event) {
    event.preventDefault();
    this.bar.setPointerCapture(event.pointerId);
    const box = this.player.root.getBoundingClientRect();
    const move = (e) => this._moveTo((e.clientX - box.left) / box.width);
    const stop = () => {
      this.bar.removeEventListener("pointermove", move);
      this.bar.removeEventListener("pointerup", stop);
      this.bar.removeEventListener("pointercancel", stop);
    };
    this.bar.addEventListener("pointermove", move);
    this.bar.addEventListener("pointerup", stop);
    this.bar.addEventListener("pointercancel", stop);
    this.bar.focus({ preventScroll: true });
  }

  _moveTo(share) {
    this.share = Math.min(0.98, Math.max(0.02, share));
    this._clip();
  }

  _key(event) {
    const step = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this._moveTo(this.share + step);
  }

  _fieldKey(event) {
    event.stopPropagation();
    if (event.key === "Enter") this.input.blur();
  }

  _typed() {
    const day = parseTyped(this.input.value);
    if (day === null) this.player.say(`“${this.input.value.slice(0, 40)}” is not a date.`);
    else {
      this.set(day);
      this.player.settle("date");
    }
    this.input.value = longDate(this.day);
  }

  onData() {
    this._remove();
    this.day = null;
    this.node.hidden = true;
    this._clip();
  }

  onDay() {
    if (!this.isOn) return;
    setText(this.left, longDate(this.player.day));
    if (document.activeElement !== this.input) this.input.value = longDate(this.day);
    const count = this.differing().length;
    setText(this.count, `${counted(count, this.player.noun)} ${count === 1 ? "differs" : "differ"}`);
  }

  onFilters() {
    for (const layer of this.layers.values()) layer.refreshAll();
    this.onDay();
  }

  onTheme() {
    for (const layer of this.layers.values()) layer.restyle();
  }

  onLayers() {
    for (const [id, layer] of this.layers) {
      if (this.player.isVisible(id)) layer.addTo(this.player.map);
      else layer.remove();
    }
  }

  /** Features that look different on the two days, as far as the filters show them. */
  differing() {
    const { main, clocks, filters } = this.player;
    const pass = filters.passes(main);
    const here = clocks.get(main.id).current;
    const there = this.clocks.get(main.id).current;
    const shown = (interval) => (interval >= 0 && pass[interval] === SHOWN ? interval : -1);
    const found = [];
    for (let f = 0; f < main.size; f++) {
      const [a, b] = [shown(here[f]), shown(there[f])];
      if (a !== b && (a < 0 || b < 0 || main.differs(a, b))) found.push(f);
    }
    return found;
  }
}
