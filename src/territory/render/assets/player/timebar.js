/** The bar under the map: date, buttons, slider with the density of changes, speed, unit, scope. */

import { dateParts, dayOf, longDate, parseTyped } from "./dates.js";
import { el, iconButton, setIcon, setText } from "./dom.js";

export const SPEEDS = [
  [7, "1 week/s"],
  [30, "1 month/s"],
  [91, "3 months/s"],
  [365, "1 year/s"],
];
const SCOPES = [
  ["all", "any change"],
  ["shown", "of shown groups"],
  ["view", "in view"],
  ["place", "of the place"],
];
/** Half the slider's handle: the track begins and ends this far inside. */
const INSET = 9;

export class TimeBar {
  /** @param {HTMLElement} root @param {import("./player.js").Player} player */
  constructor(root, player) {
    this.player = player;
    this.node = el("section", { class: "tp-bar", "aria-label": "Time" });
    this.node.append(this._date(), this._transport(), this._track(), this._settings());
    this.node.inert = true; // until there is a timeline to move along
    root.append(this.node);
    this._observer = new ResizeObserver(() => this.drawDensity());
    this._observer.observe(this.node);
  }

  _date() {
    this.input = el("input", {
      class: "tp-date",
      type: "text",
      "aria-label": "Date. Type another, for example 10 June 2014",
      placeholder: "No dates yet",
      autocomplete: "off",
      spellcheck: "false",
      on: {
        focus: () => this.input.select(),
        keydown: (event) => this._dateKey(event),
        blur: () => this._typed(),
      },
    });
    this.note = el("p", { class: "tp-date-note" });
    return el("div", { class: "tp-now" }, this.input, this.note);
  }

  _dateKey(event) {
    event.stopPropagation();
    if (event.key === "Enter") this.input.blur();
    if (event.key !== "Escape") return;
    this.input.value = longDate(this.player.day);
    this.input.blur();
  }

  _typed() {
    const { player } = this;
    const text = this.input.value;
    if (text === longDate(player.day)) return;
    const day = parseTyped(text);
    if (day === null) {
      this.input.value = longDate(player.day);
      player.say(`“${text.slice(0, 40)}” is not a date. Write for example 10 June 2014, or 2014-06-10.`);
      return;
    }
    const [first, last] = player.data.span;
    if (day < first || day > last) player.say(`The map runs from ${longDate(first)} to ${longDate(last)}.`);
    player.goTo(day, { report: "date" });
    this.input.value = longDate(player.day);
  }

  _transport() {
    const { player } = this;
    this.playButton = iconButton("play", "Play (space)", () => player.playback.toggle(), { class: "tp-play" });
    this.loopButton = iconButton("loop", "Start again at the end", () => this._toggleLoop(), { "aria-pressed": "false" });
    return el(
      "div",
      { class: "tp-transport", role: "group", "aria-label": "Step and play" },
      iconButton("previous", "Previous change (p)", () => player.jump(-1)),
      iconButton("back", "Step back (left arrow)", () => player.stepBy(-1)),
      this.playButton,
      iconButton("forward", "Step forward (right arrow)", () => player.stepBy(1)),
      iconButton("next", "Next change (n)", () => player.jump(1)),
      this.loopButton,
    );
  }

  _toggleLoop() {
    this.player.playback.loop = !this.player.playback.loop;
    this.loopButton.setAttribute("aria-pressed", String(this.player.playback.loop));
  }

  _track() {
    this.canvas = el("canvas", { class: "tp-density", "aria-hidden": "true" });
    this.cursor = el("div", { class: "tp-cursor", "aria-hidden": "true" });
    this.slider = el("input", {
      class: "tp-slider",
      type: "range",
      step: "1",
      "aria-label": "Date",
      on: {
        input: () => this.player.drag(Number(this.slider.value)),
        change: () => this.player.letGo(),
        pointerdown: () => this.player.grab(),
        keydown: (event) => this._sliderKey(event),
      },
    });
    this.years = el("div", { class: "tp-years", "aria-hidden": "true" });
    return el("div", { class: "tp-track" }, this.canvas, this.cursor, this.slider, this.years);
  }

  /** The slider's own keys would move by a day only; the player's keys know the unit. */
  _sliderKey(event) {
    const own = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
    if (own.includes(event.key)) event.preventDefault();
  }

  _settings() {
    const { player } = this;
    const unit = select("Step", ["day", "week", "month", "year"].map((name) => [name, name]), player.unit, (value) => {
      player.unit = value;
    });
    const speed = select("Speed", SPEEDS, player.playback.speed, (value) => {
      player.playback.speed = Number(value);
    });
    this.scope = select("Jump to", SCOPES, player.scope, (value) => {
      player.scope = value;
      this.onFilters();
    });
    return el("div", { class: "tp-settings" }, unit, speed, this.scope);
  }

  onData() {
    this.node.inert = this.player.data.isEmpty;
    const [first, last] = this.player.data.span;
    this.slider.min = first;
    this.slider.max = Math.max(last, first + 1);
    this.slider.disabled = first === last;
    this._drawYears();
    this.drawDensity();
    this.onDay();
  }

  onDay() {
    const { player } = this;
    this.slider.value = player.day;
    this.slider.setAttribute("aria-valuetext", longDate(player.day));
    if (document.activeElement !== this.input) this.input.value = player.data.isEmpty ? "" : longDate(player.day);
    this.cursor.style.setProperty("--at", String(this._fraction(player.day)));
    setText(this.note, player.step.note());
  }

  onPlay() {
    const { playing } = this.player;
    setIcon(this.playButton, playing ? "pause" : "play", playing ? "Pause (space)" : "Play (space)");
    this.node.classList.toggle("tp-playing", playing);
  }

  onFilters() {
    this.drawDensity();
    setText(this.note, this.player.step.note());
  }

  onTheme() {
    this.drawDensity();
  }

  onSelect() {
    if (this.player.scope === "place") this.drawDensity();
  }

  _fraction(day) {
    const [first, last] = this.player.data.span;
    return last > first ? (day - first) / (last - first) : 0;
  }

  _drawYears() {
    if (this.player.data.isEmpty) return this.years.replaceChildren();
    const [first, last] = this.player.data.span;
    const { year: from } = dateParts(first);
    const { year: to } = dateParts(last);
    const every = Math.max(1, Math.ceil((to - from + 1) / 12));
    const marks = [];
    for (let year = from; year <= to; year++) {
      const day = dayOf(year, 0, 1);
      if (day < first || (year - from) % every) continue;
      marks.push(el("span", { style: { "--at": String(this._fraction(day)) }, text: String(year) }));
    }
    this.years.replaceChildren(...marks);
    this.years.classList.toggle("tp-years-many", marks.length > 7);
  }

  /** Bars of how much changes when, in the colours of those who gain. */
  drawDensity() {
    const { player, canvas } = this;
    if (!player.data) return;
    const { width, height } = canvas.getBoundingClientRect();
    const inner = width - 2 * INSET;
    if (inner < 10 || height < 4) return;
    const density = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    const context = canvas.getContext("2d");
    context.scale(density, density);
    const bins = binChanges(player, Math.max(1, Math.floor(inner / 3)));
    const most = Math.max(1, ...bins.map((bin) => bin.total));
    const step = inner / bins.length;
    bins.forEach((bin, index) => {
      let top = height;
      const scale = (height - 2) * (Math.sqrt(bin.total / most) / Math.max(1, bin.total));
      for (const [holder, count] of bin.gains) {
        const tall = Math.max(0.75, count * scale);
        context.fillStyle = player.palette.mark(holder);
        context.fillRect(INSET + index * step, top - tall, Math.max(1, step - 0.75), tall);
        top -= tall;
      }
    });
  }
}

/** Count the changes that the filters and the scope let through. */
function binChanges(player, size) {
  const [first, last] = player.data.span;
  const bins = Array.from({ length: size }, () => ({ total: 0, gains: [] }));
  const { changes } = player;
  const counts = Array.from({ length: size }, () => new Map());
  const accepts = player.scopeTest(player.scope === "view" ? "shown" : player.scope);
  for (let k = 0; k < changes.day.length; k++) {
    const interval = changes.after[k];
    if (!accepts(interval)) continue;
    const index = Math.min(size - 1, Math.floor(((changes.day[k] - first) / Math.max(1, last - first)) * size));
    const holder = changes.layer.holder[interval];
    counts[index].set(holder, (counts[index].get(holder) ?? 0) + 1);
    bins[index].total++;
  }
  counts.forEach((count, index) => (bins[index].gains = [...count].sort((a, b) => a[0] - b[0])));
  return bins;
}

/** A labelled choice. */
function select(label, options, value, onChange) {
  const node = el(
    "select",
    { class: "tp-select", on: { change: () => onChange(node.value), keydown: (event) => event.stopPropagation() } },
    ...options.map(([key, text]) => el("option", { value: String(key), text, selected: String(key) === String(value) })),
  );
  return el("label", { class: "tp-setting" }, el("span", { class: "tp-setting-name", text: label }), node);
}

