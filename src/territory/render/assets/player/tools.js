/** Buttons at the map's edge: zoom, palette, marks of change, theme, link, picture, citation, keys. */

import { pageAddress } from "./bridge.js";
import { longDate } from "./dates.js";
import { el, iconButton, setText } from "./dom.js";
import { KEYS } from "./keyboard.js";
import { savePicture } from "./picture.js";
import { Ruler } from "./ruler.js";

export class Tools {
  /** @param {HTMLElement} root @param {import("./player.js").Player} player */
  constructor(root, player) {
    this.player = player;
    const { map } = player;
    this.compare = iconButton("compare", "Compare with another day", () => player.data && player.compare.toggle(), { "aria-pressed": "false" });
    this.palette = iconButton("eye", "Colours for colour-blind readers", () => this._togglePalette(), { "aria-pressed": "false" });
    this.marks = iconButton("pulse", "Mark what changed in a step", () => this._toggleMarks(), { "aria-pressed": "true" });
    const theme = () => player.setTheme(map.territoryTheme.name === "dark" ? "light" : "dark");
    this.node = el(
      "div",
      { class: "tp-tools", role: "toolbar", "aria-label": "Map" },
      iconButton("plus", "Zoom in (+)", () => map.zoomIn()),
      iconButton("minus", "Zoom out (−)", () => map.zoomOut()),
      iconButton("home", "Whole map", () => player.position.fit()),
      this.compare,
      this.palette,
      this.marks,
      player.options.panels.includes("theme") && iconButton("theme", "Light or dark", theme),
      iconButton("link", "Copy a link to this view", () => this._copy(pageAddress(), "Link copied.")),
      iconButton("quote", "Copy a citation", () => this._copy(this.citation(), "Citation copied.")),
      iconButton("image", "Save a picture of the map", () => savePicture(player)),
      iconButton("help", "Keys", () => this._keys()),
      iconButton("more", "More", () => this._toggleAll(), { class: "tp-more", "aria-expanded": "false" }),
    );
    const ruler = new Ruler(map);
    const words = el("span", { class: "tp-credit-words", text: player.options.attribution });
    this.credit = el("p", { class: "tp-credit" }, ruler.spot, ruler.bar, words);
    map.on("territory:ground", ({ credit }) => setText(words, credit ? `${credit}; ${player.options.attribution}` : player.options.attribution));
    map.on("territory:groundfailed", ({ name }) => player.say(`${name} cannot be reached. The drawn map needs no network.`));
    const theirs = map.attributionControl?.getContainer(); // a map that is not ours names its tiles there
    if (theirs) this.credit.append(theirs);
    root.append(this.node, this.credit);
  }

  onTheme() {
    this.palette.setAttribute("aria-pressed", String(this.player.palette.name === "cvd"));
  }

  onCompare() {
    this.compare.setAttribute("aria-pressed", String(this.player.compare.isOn));
  }

  onData() {
    this.onTheme();
  }

  /** On a phone only the first buttons show until the rest is asked for. */
  _toggleAll() {
    const all = this.node.classList.toggle("tp-all");
    this.node.querySelector(".tp-more").setAttribute("aria-expanded", String(all));
  }

  _togglePalette() {
    this.player.setPalette(this.player.palette.name === "cvd" ? "default" : "cvd");
  }

  _toggleMarks() {
    const { step } = this.player;
    step.pulses = !step.pulses;
    this.marks.setAttribute("aria-pressed", String(step.pulses));
    this.player.say(step.pulses ? "What changes in a step is marked." : "What changes in a step is not marked.");
  }

  /** One line that names map, day, state of knowledge and address. */
  citation() {
    const { data, day } = this.player;
    const known = data.knownAt ? `, as known on ${data.knownAt.slice(0, 10)}` : "";
    return `${data.title || "Territory"}: territorial control on ${longDate(day)}${known}. ${pageAddress()}`;
  }

  async _copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.player.say(done);
    } catch {
      this._offer(text);
    }
  }

  /** Where the browser forbids copying, show the text, selected. */
  _offer(text) {
    this.player.say("Copy this:");
    const field = el("input", { class: "tp-field", readonly: true, value: text, "aria-label": "Text to copy" });
    this.player.notices.add(field);
    field.select();
  }

  _keys() {
    this.player.say("Keys");
    const rows = KEYS.flatMap(([key, what]) => [el("dt", {}, el("kbd", { text: key })), el("dd", { text: what })]);
    this.player.notices.add(el("dl", { class: "tp-keys" }, ...rows));
  }
}
