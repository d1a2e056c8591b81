/** The player: one clock for all layers, filters, selection, and the panels that follow them. */

import { makeAreaLayerClass } from "./areas.js";
import { Bridge, readHash, readMapPosition, writeHash, writeMapPosition } from "./bridge.js";
import { Card } from "./card.js";
import { ChangeList, LayerClock } from "./clock.js";
import { Compare } from "./compare.js";
import { TimelineData, loadJson } from "./data.js";
import { dayNumber, isoDate, longDate, stepDay } from "./dates.js";
import { counted, el, reducedMotion } from "./dom.js";
import { MOST_PULSES, makeEffectsClass } from "./effects.js";
import { Filters, SHOWN, countShown } from "./filters.js";
import { listenToKeys } from "./keyboard.js";
import { Legend } from "./legend.js";
import { makeMap } from "./map.js";
import { Notices } from "./notices.js";
import { Palette } from "./palette.js";
import { makePointLayerClass } from "./points.js";
import { Selection } from "./selection.js";
import { SPEEDS, TimeBar } from "./timebar.js";
import { Tools } from "./tools.js";
import { announcement, changeLine } from "./words.js";

const SLOW_MS = 4000;
const FAR_PULSE_DAYS = 400;
/** A player on one map. */
export class Player {
  /** @param {any} L Leaflet @param {any} map @param {Record<string, any>} options see render/player.py */
  constructor(L, map, options) {
    this.L = L;
    this.map = map;
    this.options = options;
    this.day = 0;
    this.unit = "week";
    this.speed = SPEEDS[1][0];
    this.scope = "shown";
    this.loop = false;
    this.playing = false;
    this.pulses = true;
    this.clocks = new Map();
    this.layers = new Map();
    this.parts = [];
    this.stats = { steps: 0, redrawn: 0 };
    this.root = el("div", { class: "tp-root", "data-theme": map.territoryTheme.name });
    map.getContainer().append(this.root);
    this.bridge = new Bridge(() => this.describe());
    this._buildParts();
    this._stopKeys = listenToKeys(this.root, this);
    map.on("unload", () => this.destroy());
    this.load(options.timeline, this._firstView());
  }

  /** The view to open with: the options, then the address of the page where no server speaks. */
  _firstView() {
    const view = { ...this.options.view };
    if (!this.options.shareUrl) return view;
    return this.bridge.hasServer ? { ...view, ...readMapPosition() } : { ...view, ...readHash() };
  }

  _buildParts() {
    const { L, root } = this;
    const panels = new Set(this.options.panels);
    for (const event of ["click", "dblclick", "mousedown", "touchstart", "wheel", "pointerdown", "contextmenu"]) {
      root.addEventListener(event, (e) => e.target !== root && e.stopPropagation(), { passive: true });
    }
    this.notices = new Notices(root);
    const add = (part) => this.parts.push(part) && part;
    if (panels.has("legend")) this.legend = add(new Legend(root, this));
    if (panels.has("card")) this.card = add(new Card(root, this));
    if (panels.has("tools")) this.tools = add(new Tools(root, this));
    if (panels.has("bar")) this.bar = add(new TimeBar(root, this));
    this.compare = add(new Compare(root, this));
    this.legend?.foldIfSmall();
    this.effects = new (makeEffectsClass(L))().addTo(this.map);
    this.selection = new Selection(this);
    this.map.on("moveend", () => this._onMoveEnd());
  }

  // --- loading -------------------------------------------------------------------------------------------------

  /** Fetch a document and show it. @param {string} address @param {Record<string, any>} view */
  async load(address, view) {
    this._loading?.abort();
    const loading = (this._loading = new AbortController());
    this.address = address;
    this.notices.show("loading", "Loading the timeline…");
    const slow = setTimeout(() => this.notices.show("loading", "Still loading the timeline: the connection is slow."), SLOW_MS);
    try {
      const raw = await loadJson(address, loading.signal);
      if (loading.signal.aborted) return;
      this._take(new TimelineData(raw), view);
    } catch (error) {
      if (loading.signal.aborted) return;
      const why = error instanceof TypeError ? "The server cannot be reached." : error.message;
      this.notices.show("failed", `The timeline could not be loaded. ${why}`, () => this.load(address, view));
    } finally {
      clearTimeout(slow);
    }
  }

  _take(data, view) {
    this.data = data;
    this.filters = new Filters(data);
    this.palette = new Palette(data.actors, view.palette ?? this.palette?.name ?? "default", this.map.territoryTheme.name);
    this.clocks.clear();
    for (const layer of data.layers) this.clocks.set(layer.id, new LayerClock(layer, this.options.halfLife));
    this.main = data.main;
    this.changes = new ChangeList(data.main);
    this._visible = new Set(data.layers.map((layer) => layer.id));
    this.selection.clear();
    this.filters.assign(view);
    const [first, last] = data.span;
    this.day = Math.min(last, Math.max(first, dayNumber(view.date) ?? last));
    for (const clock of this.clocks.values()) clock.seek(this.day);
    if (view.layers !== undefined) this._setVisible(view.layers);
    this._buildLayers();
    this.counts = countShown(this._mainClock, this.filters);
    this.stepChanges = [];
    if (this.main.kind === "points") this.map.territoryBase?.setPlaces(this.main.features);
    this.notify("Data");
    if (view.compare) this.compare.set(dayNumber(view.compare));
    if (view.center || view.zoom) this._applyPosition(view);
    else if (this.options.fit) this.fitData({ animate: false });
    if (view.place) this.select(this._find(view.place, view.layer), { report: false });
    this._warn(view);
    this.bridge.settle();
    this.root.classList.add("tp-ready");
    this.ready = true;
    window.dispatchEvent(new CustomEvent("territory:ready", { detail: this }));
  }

  get _mainClock() {
    return this.clocks.get(this.main.id);
  }

  _buildLayers() {
    for (const layer of this.layers.values()) layer.remove();
    this.layers.clear();
    for (const layer of this.data.layers) {
      const drawn = this.makeLayer(layer, this.clocks.get(layer.id));
      this.layers.set(layer.id, drawn);
      if (this._visible.has(layer.id)) drawn.addTo(this.map);
    }
  }

  /** A drawn layer that follows a clock, in a pane of its kind. */
  makeLayer(layer, clock, side = "") {
    this._classes ??= { areas: makeAreaLayerClass(this.L), points: makePointLayerClass(this.L) };
    const state = Object.defineProperties(
      { clock },
      { data: getter(() => this.data), filters: getter(() => this.filters), palette: getter(() => this.palette) },
    );
    const kind = layer.kind === "areas" ? "areas" : "points";
    const pane = `territory${kind === "areas" ? "Areas" : "Points"}${side}`;
    const drawn = new this._classes[kind](state, { pane });
    drawn.refreshAll();
    return drawn;
  }

  /** What the main layer's features are called. */
  get noun() {
    return this.main.kind === "areas" ? "area" : "place";
  }

  _warn(view) {
    const { data, filters } = this;
    const words = [];
    if (data.isEmpty) words.push("This timeline holds no states yet. Import events or an article, and they appear here.");
    else if (data.span[0] === data.span[1]) words.push(`Everything in this timeline lies on one day, ${longDate(data.span[0])}.`);
    if (filters.unknown.length) words.push(`Not in this map, and left out of the filter: ${filters.unknown.slice(0, 5).join(", ")}.`);
    if (view.date && dayNumber(view.date) === null) words.push(`The address names no date (“${String(view.date).slice(0, 30)}”).`);
    if (view.place && !this.selected) words.push(`The place “${String(view.place).slice(0, 60)}” is not in this map.`);
    if (words.length) this.notices.show("note", words.join(" "));
    else this.notices.hide();
  }

  // --- time ----------------------------------------------------------------------------------------------------

  /**
   * Show a day. The only way the date ever changes.
   * @param {number} day @param {{pulse?: boolean}} [how]
   */
  setDay(day, how = {}) {
    const [first, last] = this.data.span;
    const target = Math.min(last, Math.max(first, Math.round(day)));
    if (target === this.day) return;
    const from = this.day;
    this.day = target;
    for (const [id, clock] of this.clocks) {
      const dirty = clock.seek(target);
      this.stats.redrawn += this.layers.get(id).step(dirty);
    }
    this.stats.steps++;
    this.counts = countShown(this._mainClock, this.filters);
    this.stepChanges = this._changesBetween(from, target);
    if (how.pulse !== false) this._pulse(from, target);
    this.notify("Day");
    this._announce();
  }

  /** Shown changes on the way from one day to another. */
  _changesBetween(from, to) {
    const pass = this.filters.passes(this.main);
    const [low, high] = from < to ? [from, to] : [to, from];
    return [...this.changes.between(low, high)].filter((interval) => pass[interval] === SHOWN);
  }

  _pulse(from, to) {
    if (!this.pulses || Math.abs(to - from) > FAR_PULSE_DAYS) return;
    if (this.stepChanges.length === 0 || this.stepChanges.length > MOST_PULSES) return;
    const layer = this.layers.get(this.main.id);
    const spots = this.stepChanges.flatMap((interval) => {
      const feature = this.main.feature[interval];
      const at = layer.centre(feature);
      return at ? [{ at, radius: layer.radius(feature), color: this.palette.mark(this.main.holder[interval]) }] : [];
    });
    this.effects.pulse(spots);
  }

  /** Words under the date: what changed in the step just made. */
  stepNote() {
    if (!this.data) return "";
    if (this.stepChanges.length === 0) return this.data.knownAt ? `as known on ${this.data.knownAt.slice(0, 10)}` : "";
    if (this.stepChanges.length > 1) return `${counted(this.stepChanges.length, "change")} on the way`;
    const [interval] = this.stepChanges;
    return `${this.main.features.name[this.main.feature[interval]]}: ${changeLine(this.data, this.main, interval)}`;
  }

  _announce() {
    if (this.playing) return;
    this.notices.announceSoon(() => {
      const named = this.stepChanges.map((interval) => ({
        name: this.main.features.name[this.main.feature[interval]],
        line: changeLine(this.data, this.main, interval),
      }));
      return announcement(this.day, named);
    });
  }

  /** Say something to everybody: shown until closed, and read out. */
  say(text) {
    this.notices.show("note", text);
  }

  /** Go to a day at once, and tell the server why. */
  goTo(day, { report = null } = {}) {
    this.pause({ report: false });
    this.setDay(day);
    if (report) this._settle(report);
  }

  /** @param {number} count @param {string} [unit] */
  step(count, unit = this.unit) {
    if (!this.data) return;
    this.goTo(stepDay(this.day, unit, count), { report: "date" });
  }

  /** The hand holds the slider. */
  grab() {
    this.pause({ report: false });
    this.bridge.hold();
  }

  drag(day) {
    this.pause({ report: false });
    this.bridge.hold();
    this.setDay(day);
  }

  letGo() {
    if (this.data) this._settle("date");
  }

  /** Which changes count for 'next change': a test on the number of the interval that begins. */
  scopeTest(scope) {
    if (scope === "all") return () => true;
    if (scope === "place") {
      const place = this.selected;
      return (interval) => place?.layer === this.main && this.main.feature[interval] === place.feature;
    }
    const pass = this.filters.passes(this.main);
    if (scope === "shown") return (interval) => pass[interval] === SHOWN;
    const layer = this.layers.get(this.main.id);
    return (interval) => pass[interval] === SHOWN && layer.inView(this.main.feature[interval]);
  }

  /** Go to the next or previous change. @param {1|-1} direction */
  jump(direction, scope = this.scope) {
    if (!this.data) return;
    const day = this.changes.nearest(this.day, direction, this.scopeTest(scope));
    if (day !== null) this.goTo(day, { report: "date" });
    else this.say(direction > 0 ? "No later change of this kind." : "No earlier change of this kind.");
  }

  togglePlay() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.data || this.playing || this.data.span[0] === this.data.span[1]) return;
    if (this.day >= this.data.span[1]) this.setDay(this.data.span[0], { pulse: false });
    this.playing = true;
    this._exact = this.day;
    this._then = null;
    this.bridge.hold();
    this.notify("Play");
    this._frame = requestAnimationFrame((now) => this._tick(now));
  }

  _tick(now) {
    if (!this.playing) return;
    const past = this._then === null ? 0 : Math.min(250, now - this._then);
    this._then = now;
    this._exact += (past / 1000) * this.speed;
    const [first, last] = this.data.span;
    if (this._exact >= last) {
      this.setDay(last);
      if (!this.loop) return this.pause();
      this._exact = first;
      this.effects.clearPulses();
      this.setDay(first, { pulse: false });
    } else this.setDay(Math.floor(this._exact));
    this._frame = requestAnimationFrame((time) => this._tick(time));
  }

  pause({ report = true } = {}) {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this._frame);
    this.notify("Play");
    this._announce();
    if (report) this._settle("date");
  }

  // --- filters -------------------------------------------------------------------------------------------------

  /** Change some filters. @param {Record<string, any>} fields */
  setFilter(fields, { report = true } = {}) {
    if (!this.filters.assign(fields)) return;
    this.counts = countShown(this._mainClock, this.filters);
    for (const layer of this.layers.values()) layer.refreshAll();
    this.stepChanges = [];
    this.notify("Filters");
    if (report) this._settle("filter");
  }

  /** Tick or untick one value of a facet. */
  toggleFilter(facet, value, on, all = null) {
    const every = all ?? this._everyValue(facet);
    const chosen = new Set(this.filters[facet] ?? every);
    if (on) chosen.add(value);
    else chosen.delete(value);
    this.setFilter({ [facet]: every.every((name) => chosen.has(name)) ? null : [...chosen] });
  }

  _everyValue(facet) {
    if (facet === "groups") return [...this.legend._rows.groups.keys()];
    if (facet === "countries") return [...new Set(this.main.features.country)];
    return [...this.legend._rows.statuses.keys()];
  }

  resetFilters() {
    const open = { groups: null, countries: null, statuses: null, grades: null, types: null, origins: null };
    this.setFilter({ ...open, without: [], minConfidence: 0 });
  }

  _setVisible(ids) {
    const known = this.data.layers.map((layer) => layer.id);
    this._visible = new Set(Array.isArray(ids) ? ids.filter((id) => known.includes(id)) : known);
    for (const [id, layer] of this.layers) {
      if (this._visible.has(id)) layer.addTo(this.map);
      else layer.remove();
    }
  }

  isVisible(id) {
    return this._visible.has(id);
  }

  /** Draw a layer or leave it out. */
  toggleLayer(id, on) {
    const ids = new Set(this._visible);
    if (on) ids.add(id);
    else ids.delete(id);
    this._setVisible([...ids]);
    this.notify("Layers");
    this._settle("filter");
  }

  // --- looks ---------------------------------------------------------------------------------------------------

  setPalette(name) {
    if (!this.data || name === this.palette.name) return;
    this._restyle(name === "cvd" ? "cvd" : "default");
    this._settle("palette");
  }

  /** @param {"light"|"dark"|"auto"} theme */
  setTheme(theme) {
    this.map.setTerritoryTheme(theme);
    this.root.dataset.theme = this.map.territoryTheme.name;
    if (this.data) this._restyle(this.palette.name);
  }

  _restyle(name) {
    this.palette = new Palette(this.data.actors, name, this.map.territoryTheme.name);
    for (const layer of this.layers.values()) layer.restyle();
    this.notify("Theme");
  }

  // --- selection -----------------------------------------------------------------------------------------------

  /** What is selected, null for nothing. */
  get selected() {
    return this.selection.selected;
  }

  /** @param {{layer: any, feature: number}|null} what */
  select(what, how) {
    this.selection.select(what, how);
  }

  _find(id, layerId = null) {
    return this.selection.find(id, layerId);
  }

  // --- position, address, server -------------------------------------------------------------------------------

  _applyPosition({ center, zoom }) {
    if (!center && !zoom) return;
    this.map.setView(center ?? this.map.getCenter(), zoom ?? this.map.getZoom(), { animate: false });
  }

  /** Show all of the layer of places, in the part of the frame that no panel covers. */
  fitData({ animate = true } = {}) {
    const layer = this.layers.get(this.main.id);
    const spots = Array.from({ length: this.main.size }, (_, feature) => layer.centre(feature)).filter(Boolean);
    if (spots.length === 0) return;
    const bounds = this.L.latLngBounds(spots);
    const wide = this.root.clientWidth > 720;
    const left = wide && this.legend && !this.legend.isFolded ? this.legend.node.offsetWidth + 24 : 16;
    const bottom = (this.bar?.node.offsetHeight ?? 0) + 24;
    const padding = { paddingTopLeft: [left, wide ? 24 : 64], paddingBottomRight: [wide ? 72 : 16, bottom] };
    this.map.fitBounds(bounds, { ...padding, maxZoom: 9, animate: animate && !reducedMotion() });
  }

  _onMoveEnd() {
    if (!this.ready || !this.options.shareUrl) return;
    clearTimeout(this._writing);
    this._writing = setTimeout(() => this._writeAddress(), 300);
  }

  _writeAddress() {
    const view = this.describe();
    this._placed = true;
    if (this.bridge.hasServer) writeMapPosition(view.center, view.zoom);
    else writeHash(view);
  }

  _settle(why) {
    this.bridge.report(why);
    if (this.options.shareUrl && !this.bridge.hasServer) this._onMoveEnd();
  }

  /** The view as a report tells it. */
  describe() {
    const center = this.map.getCenter();
    return {
      date: isoDate(this.day),
      compare: this.compare.isOn ? isoDate(this.compare.day) : null,
      place: this.selected ? this.selected.layer.features.id[this.selected.feature] : null,
      layer: this.selected ? this.selected.layer.id : null,
      ...this.filters.toJson(),
      palette: this.palette.name,
      layers: this._visible.size === this.data.layers.length ? null : [...this._visible],
      center: [round(center.lat, 5), round(center.lng, 5)],
      zoom: round(this.map.getZoom(), 2),
    };
  }

  /** Do what the server says, unless the hand has moved on. @param {Record<string, any>} command see protocol.py */
  command(command) {
    if (command.theme) this.setTheme(command.theme);
    if (this._placed) this._onMoveEnd(); // a server that wrote the address meanwhile may not have known the position
    if (command.timeline && command.timeline !== this.address) {
      const view = this.ready ? { ...this.describe(), ...command } : { ...this._firstView(), ...command };
      this.load(command.timeline, view);
      return;
    }
    if (!this.ready) {
      window.addEventListener("territory:ready", () => this.command(command), { once: true });
      return;
    }
    if (this.playing || !this.bridge.accepts(command)) return;
    this._obey(command);
    this.bridge.settle();
  }

  _obey(command) {
    this.setFilter(command, { report: false });
    if (command.layers !== undefined) {
      this._setVisible(command.layers);
      this.notify("Layers");
    }
    if (command.palette && command.palette !== this.palette.name) this._restyle(command.palette);
    const day = dayNumber(command.date);
    if (day !== null) this.setDay(day);
    if (command.compare !== undefined) this.compare.set(dayNumber(command.compare));
    if (command.place !== undefined) {
      const what = command.place === null ? null : this._find(command.place, command.layer);
      this.select(what, { report: false, fly: Boolean(command.fly) });
    }
    if (command.highlight !== undefined) this.highlight(command.highlight);
    if (command.center || command.zoom) this._applyPosition(command);
  }

  /** Mark some places. @param {string[]} ids */
  highlight(ids) {
    const found = ids.map((id) => this._find(id, this.main.id)).filter(Boolean);
    const layer = this.layers.get(this.main.id);
    this.effects.mark(found.map(({ feature }) => ({ at: layer.centre(feature), radius: layer.radius(feature) })).filter(({ at }) => at));
  }

  /** Tell the parts. @param {"Data"|"Day"|"Filters"|"Select"|"Play"|"Theme"|"Layers"|"Layout"|"Compare"} what */
  notify(what) {
    for (const part of this.parts) part[`on${what}`]?.();
  }

  destroy() {
    this.pause({ report: false });
    this._loading?.abort();
    this._stopKeys();
    this.root.remove();
  }
}

function getter(get) {
  return { get, enumerable: true };
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}

const players = [];
const waiting = [];

window.TerritoryPlayer = {
  /** The players on this page, the newest last. */
  players,
  map: makeMap,
  mount(map, options) {
    const player = new Player(window.L, map, options);
    players.push(player);
    for (const command of waiting.splice(0)) player.command(command);
    return player;
  },
  command(command) {
    if (players.length) players.at(-1).command(command);
    else waiting.push(command);
  },
};
