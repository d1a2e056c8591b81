/** Finds a place by any of its names, from the page alone. */

import { el, localName } from "./dom.js";
import { countryName } from "./words.js";

const MOST_HITS = 8;

/** Without accents, apostrophes and case, so that 'Dayr az Zawr' is found by what a keyboard has. */
export function foldName(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f'’‘ʿʾ`-]/g, "").toLowerCase().trim();
}

/** A search field with a list of hits (an ARIA combobox). */
export class Finder {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.input = el("input", {
      class: "tp-field",
      type: "search",
      role: "combobox",
      placeholder: "Find a place…",
      "aria-label": "Find a place",
      "aria-expanded": "false",
      "aria-controls": "tp-hits",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      on: { input: () => this._list(), keydown: (event) => this._key(event), blur: () => setTimeout(() => this._close(), 150) },
    });
    this.hits = el("ul", { class: "tp-hits", id: "tp-hits", role: "listbox", "aria-label": "Places found" });
    this.hits.hidden = true;
    this.node = el("div", { class: "tp-finder" }, this.input, this.hits);
    this._found = [];
    this._active = -1;
  }

  onData() {
    const { features, size } = this.player.main;
    this._names = Array.from({ length: size }, (_, f) => `${foldName(features.name[f])}\n${foldName(features.local[f])}`);
  }

  /** Places whose name begins with the words come before those that only have them inside. */
  find(text) {
    const wanted = foldName(text);
    if (!wanted) return [];
    const found = [];
    this._names.forEach((names, feature) => {
      const at = names.indexOf(wanted);
      if (at >= 0) found.push({ feature, rank: at === 0 || names[at - 1] === "\n" ? 0 : names[at - 1] === " " ? 1 : 2 });
    });
    const { population } = this.player.main.features;
    found.sort((a, b) => a.rank - b.rank || population[b.feature] - population[a.feature] || a.feature - b.feature);
    return found.slice(0, MOST_HITS).map(({ feature }) => feature);
  }

  _list() {
    this._found = this.find(this.input.value);
    this._active = this._found.length ? 0 : -1;
    const { features } = this.player.main;
    const rows = this._found.map((feature, index) =>
      el(
        "li",
        { role: "option", id: `tp-hit-${index}`, class: "tp-hit", on: { pointerdown: () => this._choose(index) } },
        el("bdi", { text: features.name[feature] }),
        features.local[feature] ? localName(features.local[feature]) : null,
        el("span", { class: "tp-hit-where", text: [features.admin1[feature], countryName(features.country[feature])].filter(Boolean).join(", ") }),
      ),
    );
    if (rows.length === 0 && this.input.value.trim()) {
      rows.push(el("li", { class: "tp-hit", role: "option", "aria-disabled": "true", text: "No place of that name on this map" }));
    }
    this.hits.replaceChildren(...rows);
    this.hits.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this._mark();
  }

  _mark() {
    [...this.hits.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this._active)));
    if (this._active >= 0) this.input.setAttribute("aria-activedescendant", `tp-hit-${this._active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  _key(event) {
    event.stopPropagation();
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this._found.length) {
      event.preventDefault();
      this._active = (this._active + move + this._found.length) % this._found.length;
      this._mark();
    } else if (event.key === "Enter") this._choose(this._active);
    else if (event.key === "Escape") this._close();
  }

  _choose(index) {
    const feature = this._found[index];
    if (feature === undefined) return;
    this.input.value = "";
    this._close();
    this.player.select({ layer: this.player.main, feature }, { fly: true });
  }

  _close() {
    this.hits.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
