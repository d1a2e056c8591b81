/** The legend, which is the filter too, and counts what is shown. */

import { counted, el, iconButton, setText } from "./dom.js";
import { Finder } from "./finder.js";
import { FILL } from "./looks.js";
import { paintLook } from "./markers.js";
import { ONLINE_MAPS } from "./tiles.js";
import { STATUS_WORDS, countryName } from "./words.js";

const GRADES = {
  A: "A wire service or own document",
  B: "B established outlet",
  C: "C specialist or partisan",
  D: "D wiki, blog, repost",
  F: "F cannot be judged, or no source",
};
const TYPES = {
  reported: "reported",
  baseline: "baseline (inferred start)",
  implied: "implied",
  closing: "closing",
};
const ORIGINS = { compiled: "compiled by hand", machine: "read by machine", analyst: "added by an analyst" };

export class Legend {
  /** @param {HTMLElement} root @param {import("./player.js").Player} player */
  constructor(root, player) {
    this.player = player;
    this.title = el("h2", { class: "tp-legend-title", text: "Shown" });
    this.fold = iconButton("close", "Fold the legend", () => this.toggle(false), { class: "tp-small" });
    this.body = el("div", { class: "tp-legend-body" });
    this.finder = player.options.panels.includes("card") ? new Finder(player) : null;
    this.node = el(
      "section",
      { class: "tp-legend", "aria-label": "Legend and filters" },
      el("header", { class: "tp-legend-head" }, this.title, this.fold),
      this.finder?.node,
      this.body,
    );
    this.opener = el("button", { type: "button", class: "tp-opener", on: { click: () => this.toggle(true) } });
    this.opener.hidden = true;
    root.append(this.opener, this.node);
  }

  toggle(open) {
    this.node.classList.toggle("tp-folded", !open);
    this.opener.hidden = open;
    this.opener.setAttribute("aria-expanded", String(open));
    (open ? this.fold : this.opener).focus({ preventScroll: true });
    this.player.notify("Layout");
  }

  get isFolded() {
    return this.node.classList.contains("tp-folded");
  }

  /** Start folded where it would cover the map. */
  foldIfSmall() {
    if (this.node.parentElement.clientWidth > 720) return;
    this.node.classList.add("tp-folded");
    this.opener.hidden = false;
    this.opener.setAttribute("aria-expanded", "false");
  }

  onData() {
    const { data } = this.player;
    this.finder?.onData();
    this._rows = { groups: new Map(), statuses: new Map(), countries: new Map(), layers: new Map() };
    this.body.replaceChildren(
      this._layers(data),
      this._groups(),
      this._statuses(),
      this._countries(),
      this._sources(data),
      this._ground(),
      el("button", { type: "button", class: "tp-reset", text: "Show all", on: { click: () => this.player.resetFilters() } }),
    );
    this.onFilters();
  }

  /** Which layers are drawn, where there is a choice. */
  _layers({ layers }) {
    const shown = layers.filter((layer) => layer.size > 0);
    if (shown.length < 2) return "";
    const rows = shown.map(({ id, title }) => {
      const box = el("input", { type: "checkbox", class: "tp-tick", on: { change: () => this.player.toggleLayer(id, box.checked) } });
      this._rows.layers.set(id, { box });
      return el("li", { class: "tp-row" }, el("label", { class: "tp-row-label" }, box, el("bdi", { class: "tp-row-name", text: title })));
    });
    return section("Layers", el("ul", { class: "tp-rows" }, ...rows.reverse()));
  }

  /** The drawn ground, which needs no network, or an online map; a page of its own has only the drawn one. */
  _ground() {
    const online = this.player.map.territoryBase?.online;
    if (!online?.allowed) return "";
    const options = [["drawn", "Drawn, needs no network"], ...Object.entries(ONLINE_MAPS).map(([key, { name }]) => [key, name])];
    const choice = el("select", { class: "tp-select tp-ground", "aria-label": "Ground", on: { change: () => online.show(choice.value) } });
    choice.append(...options.map(([value, text]) => el("option", { value, text })));
    return section("Ground", choice);
  }

  onLayers() {
    for (const [id, { box }] of this._rows.layers) box.checked = this.player.isVisible(id);
  }

  /** Groups that ever hold or contest a place, the most present first. */
  _groups() {
    const { data } = this.player;
    const weight = new Float64Array(data.actors.code.length);
    const { main } = data;
    for (let i = 0; i < main.count; i++) {
      if (main.holder[i] >= 0) weight[main.holder[i]] += 1;
      if (main.rival[i] >= 0) weight[main.rival[i]] += 0.25;
    }
    const order = [...weight.keys()].filter((actor) => weight[actor] > 0).sort((a, b) => weight[b] - weight[a] || a - b);
    if (order.length === 0) return "";
    const rows = order.map((actor) => {
      const code = data.actors.code[actor];
      const row = this._row("groups", code, data.actors.name[actor], { fill: FILL.solid, holder: actor });
      this._rows.groups.set(code, { ...row, actor });
      return row.node;
    });
    return section("Groups", el("ul", { class: "tp-rows" }, ...rows), this._allNone("groups"));
  }

  _statuses() {
    const { data } = this.player;
    const [a, b] = this._twoActors();
    const looks = {
      controlled: { fill: FILL.solid, holder: a },
      contested: { fill: FILL.hatch, holder: a, rival: b },
      influence: { fill: FILL.dots, holder: a },
    };
    const present = Object.keys(looks).filter((name) => data.statuses.includes(name));
    const rows = present.map((name) => {
      const row = this._row("statuses", name, STATUS_WORDS[name], looks[name]);
      this._rows.statuses.set(name, { ...row, status: data.statuses.indexOf(name) });
      return row.node;
    });
    const key = [
      this._keyRow("Besieged: ring of the besieger", { fill: FILL.hatch, holder: a, rival: b, besieged: true }),
      this._keyRow("Claimed only, by a party itself", { fill: FILL.outline, holder: a }),
      this._keyRow("Paler: evidence is old", { fill: FILL.solid, holder: a, stale: 4 }),
      this._keyRow("Soft or broken edge: less sure", { fill: FILL.solid, holder: a, soft: 2 }),
    ];
    return section("Status", el("ul", { class: "tp-rows" }, ...rows, ...key));
  }

  /** Two groups for the samples: the first two of the list. */
  _twoActors() {
    const actors = [...this._rows.groups.values()].map((row) => row.actor);
    return [actors[0] ?? -1, actors[1] ?? -1];
  }

  _countries() {
    const { data } = this.player;
    const codes = [...new Set(data.main.features.country)].sort();
    const rows = codes.map((code) => {
      const row = this._row("countries", code, countryName(code), null);
      this._rows.countries.set(code, row);
      return row.node;
    });
    return codes.length > 1 ? section("Countries", el("ul", { class: "tp-rows" }, ...rows)) : el("div");
  }

  /** One line: tick, sample, name, count, 'only'. */
  _row(facet, value, name, look) {
    const box = el("input", {
      type: "checkbox",
      class: "tp-tick",
      checked: true,
      on: { change: () => this.player.toggleFilter(facet, value, box.checked) },
    });
    const count = el("span", { class: "tp-count" });
    const sample = look ? this._sample(look) : null;
    const only = el("button", {
      type: "button",
      class: "tp-only",
      text: "only",
      "aria-label": `Show only ${name}`,
      on: { click: () => this.player.setFilter({ [facet]: [value] }) },
    });
    const label = el("label", { class: "tp-row-label" }, box, sample, el("bdi", { class: "tp-row-name", text: name }), count);
    return { node: el("li", { class: "tp-row" }, label, only), box, count };
  }

  _keyRow(text, look) {
    return el("li", { class: "tp-row tp-key" }, this._sample(look), el("span", { class: "tp-row-name", text }));
  }

  _sample(look) {
    const canvas = el("canvas", { class: "tp-sample", "aria-hidden": "true" });
    canvas.look = { rival: -1, besieged: false, stale: 0, soft: 0, ...look };
    this._paintSample(canvas);
    return canvas;
  }

  _paintSample(canvas) {
    const size = 24;
    const density = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.height = size * density;
    const context = canvas.getContext("2d");
    context.scale(density, density);
    paintLook(context, canvas.look, 6.5, size / 2, this.player.palette);
  }

  _allNone(facet) {
    return el("button", {
      type: "button",
      class: "tp-textbutton",
      text: "none",
      "aria-label": `Hide all ${facet}`,
      on: { click: () => this.player.setFilter({ [facet]: [] }) },
    });
  }

  _sources(data) {
    const used = (words, values) => Object.keys(words).filter((name) => values.has(name));
    const grades = new Set(data.sources.grade.map((grade) => grade.charAt(0)));
    const types = new Set(data.claims.type.map((k) => data.types[k]));
    const origins = new Set(data.claims.origin.map((k) => data.origins[k]));
    this._boxes = [];
    const group = (title, facet, words, values) =>
      el(
        "fieldset",
        { class: "tp-set" },
        el("legend", { text: title }),
        ...used(words, values).map((name) => this._box(facet, name, words[name], used(words, values))),
      );
    this.confidence = el("input", {
      type: "range",
      min: "0",
      max: "95",
      step: "5",
      value: "0",
      "aria-label": "Least confidence",
      on: {
        input: () => this.player.setFilter({ minConfidence: Number(this.confidence.value) / 100 }, { report: false }),
        change: () => this.player.settle("filter"),
        keydown: (event) => event.stopPropagation(),
      },
    });
    this.confidenceText = el("output", { class: "tp-count" });
    return el(
      "details",
      { class: "tp-section tp-sources" },
      el("summary", { text: "Sources and confidence" }),
      el("label", { class: "tp-confidence" }, el("span", { text: "At least" }), this.confidence, this.confidenceText),
      group("Grade of a source", "grades", GRADES, grades),
      group("Kind of evidence", "types", TYPES, types),
      group("Made", "origins", ORIGINS, origins),
      this._publishers(data),
    );
  }

  _box(facet, value, name, all) {
    const box = el("input", {
      type: "checkbox",
      checked: true,
      on: { change: () => this.player.toggleFilter(facet, value, box.checked, all) },
    });
    this._boxes.push({ box, facet, value });
    return el("label", { class: "tp-box" }, box, el("span", { text: name }));
  }

  /** Publishers to leave out, found by typing. */
  _publishers(data) {
    const names = [...new Set(data.sources.publisher)].filter(Boolean).sort((a, b) => a.localeCompare(b));
    const list = el("datalist", { id: "tp-publishers" }, ...names.map((name) => el("option", { value: name })));
    const input = el("input", {
      type: "search",
      class: "tp-field",
      list: "tp-publishers",
      placeholder: "Leave out a publisher…",
      "aria-label": "Leave out a publisher",
      on: {
        keydown: (event) => event.stopPropagation(),
        change: () => {
          if (!names.includes(input.value)) return;
          this.player.setFilter({ without: [...this.player.filters.without, input.value] });
          input.value = "";
        },
      },
    });
    this.chips = el("ul", { class: "tp-chips" });
    return el("div", { class: "tp-publishers" }, input, list, this.chips);
  }

  onFilters() {
    const { filters } = this.player;
    this.onLayers();
    for (const [facet, rows] of Object.entries(this._rows)) {
      if (facet === "layers") continue;
      for (const [value, row] of rows) row.box.checked = !filters[facet] || filters[facet].includes(value);
    }
    for (const { box, facet, value } of this._boxes) box.checked = !filters[facet] || filters[facet].includes(value);
    this.confidence.value = String(Math.round(filters.minConfidence * 100));
    setText(this.confidenceText, `${Math.round(filters.minConfidence * 100)}%`);
    this.chips.replaceChildren(...filters.without.map((name) => this._chip(name)));
    this.node.classList.toggle("tp-filtered", !filters.isOpen);
    this.onDay();
  }

  _chip(name) {
    const keep = () => this.player.setFilter({ without: this.player.filters.without.filter((other) => other !== name) });
    return el("li", {}, el("button", { type: "button", class: "tp-chip", on: { click: keep }, "aria-label": `Take ${name} back in` }, el("bdi", { text: name }), " ×"));
  }

  onDay() {
    const { counts } = this.player;
    const { noun } = this.player;
    setText(this.title, `${counted(counts.shown, noun)} shown`);
    setText(this.opener, `Legend · ${counted(counts.shown, noun)}`);
    for (const row of this._rows.groups.values()) {
      const { held, contested, elsewhere } = counts.groups[row.actor];
      const words = [counted(held, noun)];
      if (contested) words.push(`(${contested} contested)`);
      setText(row.count, contested ? `${held} (${contested})` : String(held));
      const title = elsewhere ? `${words.join(" ")}; fights for ${elsewhere} held by others` : words.join(" ");
      if (row.count.title !== title) row.count.title = title;
      row.node.classList.toggle("tp-zero", held === 0 && elsewhere === 0);
    }
    for (const row of this._rows.statuses.values()) setText(row.count, String(counts.statuses[row.status]));
    for (const [code, row] of this._rows.countries) setText(row.count, String(counts.countries.get(code) ?? 0));
  }

  onTheme() {
    for (const canvas of this.node.querySelectorAll(".tp-sample")) this._paintSample(canvas);
  }
}

function section(title, body, extra = null) {
  return el("section", { class: "tp-section" }, el("header", { class: "tp-section-head" }, el("h3", { text: title }), extra), body);
}
