/** The selected place: what it is, who has it, its whole history, and the words it rests on. */

import { FADE_STEPS } from "./clock.js";
import { datedAs, isoDate, monthYear } from "./dates.js";
import { counted, el, iconButton, localName, outLink } from "./dom.js";
import { lookOf } from "./looks.js";
import { paintLook } from "./markers.js";
import { changeLine, countryName, evidenceLine, sinceLine, stateLine } from "./words.js";

const MOST_CLAIMS = 8;

export class Card {
  /** @param {HTMLElement} root @param {import("./player.js").Player} player */
  constructor(root, player) {
    this.player = player;
    this.node = el("section", { class: "tp-card", "aria-label": "Selected place" });
    this.node.hidden = true;
    root.append(this.node);
  }

  onData() {
    this.onSelect();
  }

  onTheme() {
    this.onSelect();
  }

  onSelect() {
    const { selected } = this.player;
    this.node.hidden = !selected;
    this._interval = null;
    if (!selected) return;
    const { layer, feature } = selected;
    const { features } = layer;
    const where = [features.admin1[feature], countryName(features.country[feature])].filter(Boolean).join(", ");
    this.state = el("div", { class: "tp-card-state", "aria-live": "off" });
    this.strip = new HistoryStrip(this.player, layer, feature);
    this.claims = el("div", { class: "tp-claims" });
    this.node.replaceChildren(
      el(
        "header",
        { class: "tp-card-head" },
        el("h2", {}, el("bdi", { text: features.name[feature] }), features.local[feature] ? localName(features.local[feature]) : null),
        iconButton("close", "Close (Escape)", () => this.player.select(null), { class: "tp-small" }),
      ),
      el("p", { class: "tp-card-where", text: [where, features.kind[feature]?.replace("-", " ")].filter(Boolean).join(" · ") }),
      this.state,
      this.strip.node,
      this.claims,
    );
    this.strip.draw();
    this.onDay();
  }

  onDay() {
    const { selected, day, clocks, data } = this.player;
    if (!selected) return;
    const { layer, feature } = selected;
    const clock = clocks.get(layer.id);
    const interval = clock.current[feature];
    this.strip.moveTo(day);
    const key = `${interval}/${clock.fade[feature] === FADE_STEPS}`;
    if (key !== this._interval) {
      this._interval = key;
      this._showState(layer, interval, day);
      this._showClaims(layer, interval);
    }
    if (interval < 0) return;
    this._since.textContent = sinceLine(data, layer, interval, day);
    this._evidence.textContent = evidenceLine(layer, interval, day);
  }

  _showState(layer, interval, day) {
    const { data, palette } = this.player;
    const sample = el("canvas", { class: "tp-sample", "aria-hidden": "true" });
    const density = Math.min(2, window.devicePixelRatio || 1);
    sample.width = sample.height = 24 * density;
    const context = sample.getContext("2d");
    context.scale(density, density);
    const look = lookOf(data, layer, interval, 0);
    if (look.fill) paintLook(context, look, 7, 12, palette);
    this._since = el("p", { class: "tp-card-line" });
    this._evidence = el("p", { class: "tp-card-line" });
    this.state.replaceChildren(
      el("p", { class: "tp-card-holder" }, look.fill ? sample : null, el("span", { text: stateLine(data, layer, interval) })),
      this._since,
      this._evidence,
    );
  }

  _showClaims(layer, interval) {
    const { data } = this.player;
    if (interval < 0) {
      this.claims.replaceChildren();
      return;
    }
    const from = layer.claimFrom[interval];
    const to = layer.claimFrom[interval + 1];
    const refs = [...layer.claimRefs.subarray(from, to)].sort((a, b) => data.claims.day[b] - data.claims.day[a]);
    const shown = refs.slice(0, MOST_CLAIMS).map((claim) => this._claim(claim));
    const rest = refs.length - shown.length;
    this.claims.replaceChildren(
      el("h3", { text: refs.length ? `Rests on ${counted(refs.length, "claim")}` : "The claims are not in this file" }),
      el("ol", { class: "tp-claim-list" }, ...shown),
    );
    if (rest > 0) this.claims.append(el("p", { class: "tp-card-line", text: `and ${rest} more` }));
  }

  _claim(claim) {
    const { claims, sources, types, origins, precisions } = this.player.data;
    const source = claims.source[claim];
    const title = sources.title[source] || sources.publisher[source] || "no source given";
    const made = origins[claims.origin[claim]] === "machine" ? "read by machine" : types[claims.type[claim]];
    const publisher = [sources.publisher[source], sources.date[source]].filter(Boolean).join(", ");
    return el(
      "li",
      { class: "tp-claim" },
      claims.text[claim] ? el("blockquote", { dir: "auto", text: claims.text[claim] }) : null,
      el("p", { class: "tp-claim-source" }, outLink(sources.url[source], title), publisher ? ` · ${publisher}` : ""),
      el(
        "p",
        { class: "tp-claim-facts" },
        el("span", { class: "tp-grade", title: "Admiralty grade: source A–F, information 1–6", text: sources.grade[source] }),
        `${datedAs(claims.day[claim], precisions[claims.precision[claim]])} · ${made}`,
      ),
    );
  }
}

/** A place's whole history as a strip of colours; a press goes to that day. */
class HistoryStrip {
  constructor(player, layer, feature) {
    Object.assign(this, { player, layer, feature });
    const [first, last] = player.data.span;
    this.canvas = el("canvas", { class: "tp-strip-canvas" });
    this.cursor = el("div", { class: "tp-strip-cursor", "aria-hidden": "true" });
    const list = this._rows();
    this.node = el(
      "div",
      { class: "tp-strip" },
      el("div", { class: "tp-strip-frame", on: { click: (event) => this._press(event) } }, this.canvas, this.cursor),
      el(
        "div",
        { class: "tp-strip-ends" },
        el("span", { text: monthYear(first) }),
        el("button", { type: "button", class: "tp-textbutton", text: "previous change", on: { click: () => this._jump(-1) } }),
        el("button", { type: "button", class: "tp-textbutton", text: "next change", on: { click: () => this._jump(1) } }),
        el("span", { text: monthYear(last) }),
      ),
      el("details", { class: "tp-history" }, el("summary", { text: `Whole history (${counted(list.length, "state")})` }), el("ol", {}, ...list)),
    );
  }

  _jump(direction) {
    this.player.jump(direction, "place");
  }

  _rows() {
    const { layer, feature, player } = this;
    const rows = [];
    for (let i = layer.first[feature]; i < layer.first[feature + 1]; i++) {
      const when = datedAs(layer.start[i], player.data.precisions[layer.precision[i]]).replace(/^in /, "");
      const go = () => player.goTo(layer.start[i], { report: "date" });
      rows.push(
        el(
          "li",
          {},
          el("button", { type: "button", class: "tp-textbutton", text: when, on: { click: go }, title: isoDate(layer.start[i]) }),
          el("span", { text: changeLine(player.data, layer, i) }),
        ),
      );
    }
    return rows;
  }

  _fraction(day) {
    const [first, last] = this.player.data.span;
    return last > first ? Math.min(1, Math.max(0, (day - first) / (last - first))) : 0;
  }

  draw() {
    const { layer, feature, player, canvas } = this;
    const width = 320;
    const height = 18;
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "History of the place; the list below says the same");
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    const { data, palette } = player;
    for (let i = layer.first[feature]; i < layer.first[feature + 1]; i++) {
      const from = this._fraction(layer.start[i]) * width;
      const to = this._fraction(Math.min(layer.end[i], data.span[1] + 1)) * width;
      paintSpan(context, lookOf(data, layer, i, 0), from, Math.max(from + 1, to), height, palette);
    }
  }

  moveTo(day) {
    this.cursor.style.setProperty("--at", String(this._fraction(day)));
  }

  _press(event) {
    const box = this.canvas.getBoundingClientRect();
    const [first, last] = this.player.data.span;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    this.player.goTo(Math.round(first + share * (last - first)), { report: "date" });
  }
}

/** One span of the strip, in the manner of the map. */
function paintSpan(context, look, from, to, height, palette) {
  const own = palette.color(look.holder);
  context.save();
  context.beginPath();
  context.rect(from, 0, to - from, height);
  context.clip();
  if (look.fill === 1 || look.fill === 2) {
    context.fillStyle = own;
    context.fillRect(from, 0, to - from, height);
  }
  if (look.fill === 2) {
    context.strokeStyle = palette.color(look.rival);
    context.lineWidth = 3;
    context.beginPath();
    for (let x = Math.floor(from / 8) * 8 - height; x < to + height; x += 8) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
  }
  if (look.fill === 3 || look.fill === 4) {
    context.strokeStyle = own;
    context.lineWidth = 2.5;
    if (look.fill === 3) context.setLineDash([2, 3]);
    context.strokeRect(from + 1, 2, Math.max(1, to - from - 2), height - 4);
  }
  context.restore();
}
