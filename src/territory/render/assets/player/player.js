/** The player: one clock for all layers, filters, selection, and the panels that follow them. */

import { makeAreaLayerClass } from "./areas.js";
import { Bridge, readHash, readMapPosition } from "./bridge.js";
import { Card } from "./card.js";
import { ChangeList, LayerClock } from "./clock.js";
import { Compare } from "./compare.js";
import { TimelineData, loadJson } from "./data.js";
import { dayNumber, isoDate, stepDay } from "./dates.js";
import { el } from "./dom.js";
import { makeEffectsClass } from "./effects.js";
import { Filters, countShown } from "./filters.js";
import { listenToKeys } from "./keyboard.js";
import { Legend } from "./legend.js";
import { Notices } from "./notices.js";
import { openingWords } from "./opening.js";
import { Orders } from "./orders.js";
import { Palette } from "./palette.js";
import { Playback } from "./playback.js";
import { makePointLayerClass } from "./points.js";
import { Position } from "./position.js";
import { jump, scopeTest } from "./seeking.js";
import { Selection } from "./selection.js";
import { Step } from "./step.js";
import { TimeBar } from "./timebar.js";
import { Tools } from "./tools.js";

const SLOW_MS = 4000;

/** A player on one map. */
export class Player {
  /** @param {any} L Leaflet @param {any} map @param {Record<string, any>} options see render/player.py */
  constructor(L, map, options) {
    this.L = L;
    this.map = map;
    this.options = options;
    this.day = 0;
    this.unit = "week";
    this.scope = "shown";
    this.clocks = new Map();
    this.layers = new Map();
    this.parts = [];
    this.stats = { steps: 0, redrawn: 0 };
    this.root = el("div", { class: "tp-root", "data-theme": map.territoryTheme.name });
    map.getContainer().append(this.root);
    this.bridge = new Bridge(() => this.describe());
    this.playback = new Playback(this);
    this.step = new Step(this);
    this.position = new Position(this);
    this.orders = new Orders(this, this._firstView());
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
    if (panels.has("legend") && panels.has("bar")) root.append(this._skip());
    if (panels.has("legend")) this.legend = add(new Legend(root, this));
    if (panels.has("card")) this.card = add(new Card(root, this));
    if (panels.has("tools")) this.tools = add(new Tools(root, this));
    if (panels.has("bar")) this.bar = add(new TimeBar(root, this));
    this.compare = add(new Compare(root, this));
    this.legend?.foldIfSmall();
    this.effects = new (makeEffectsClass(L))().addTo(this.map);
    this.selection = new Selection(this);
  }

  /** The first stop of the Tab key: past the legend's many rows. */
  _skip() {
    const go = () => this.bar.slider.focus();
    return el("button", { type: "button", class: "tp-skip tp-reset", text: "Skip to the time bar", on: { click: go } });
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
    this.step.forget();
    if (this.main.kind === "points") this.map.territoryBase?.setPlaces(this.main.features);
    this.notify("Data");
    if (view.compare) this.compare.set(dayNumber(view.compare));
    if (view.center || view.zoom) this.position.apply(view);
    else if (this.options.fit) this.position.fit({ animate: false });
    if (view.place) this.select(this._find(view.place, view.layer), { report: false });
    const words = openingWords(this, view);
    if (words) this.notices.show("note", words);
    else this.notices.hide();
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
    this.step.take(from, target);
    if (how.pulse !== false) this.step.pulse();
    this.notify("Day");
    this.step.announce();
  }

  /** Say something to everybody: shown until closed, and read out. */
  say(text) {
    this.notices.show("note", text);
  }

  /** Go to a day at once, and tell the server why. */
  goTo(day, { report = null } = {}) {
    if (!this.data) return;
    this.pause({ report: false });
    this.setDay(day);
    if (report) this.settle(report);
  }

  /** @param {number} count @param {string} [unit] */
  stepBy(count, unit = this.unit) {
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
    if (this.data) this.settle("date");
  }

  /** Which changes count for 'next change'. */
  scopeTest(scope) {
    return scopeTest(this, scope);
  }

  /** Go to the next or previous change. @param {1|-1} direction */
  jump(direction, scope = this.scope) {
    jump(this, direction, scope);
  }

  get playing() {
    return this.playback.playing;
  }

  pause(how) {
    this.playback.pause(how);
  }

  // --- filters -------------------------------------------------------------------------------------------------

  /** Change some filters. @param {Record<string, any>} fields */
  setFilter(fields, { report = true } = {}) {
    if (!this.filters.assign(fields)) return;
    this.counts = countShown(this._mainClock, this.filters);
    for (const layer of this.layers.values()) layer.refreshAll();
    this.step.forget();
    this.notify("Filters");
    if (report) this.settle("filter");
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

  /** Draw these layers and no others. @param {string[]|null} ids null: all */
  showLayers(ids) {
    this._setVisible(ids);
    this.notify("Layers");
  }

  isVisible(id) {
    return this._visible.has(id);
  }

  /** Draw a layer or leave it out. */
  toggleLayer(id, on) {
    const ids = new Set(this._visible);
    if (on) ids.add(id);
    else ids.delete(id);
    this.showLayers([...ids]);
    this.settle("filter");
  }

  // --- looks ---------------------------------------------------------------------------------------------------

  setPalette(name) {
    if (!this.data || name === this.palette.name) return;
    this.restyle(name === "cvd" ? "cvd" : "default");
    this.settle("palette");
  }

  /** @param {"light"|"dark"|"auto"} theme */
  setTheme(theme) {
    this.map.setTerritoryTheme(theme);
    this.root.dataset.theme = this.map.territoryTheme.name;
    if (this.data) this.restyle(this.palette.name);
  }

  /** Draw everything in the colours of a palette, under the present theme. @param {"default"|"cvd"} name */
  restyle(name) {
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

  /** The hand has let go: tell the server, or the address where none listens. @param {string} why */
  settle(why) {
    this.bridge.report(why);
    if (!this.bridge.hasServer) this.position.writeSoon();
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
    this.orders.take(command);
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
