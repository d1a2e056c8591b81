/** The map as seen, as a PNG with date, legend and attribution. */

import { isoDate, longDate } from "./dates.js";
import { FONT } from "./labels.js";
import { FILL } from "./looks.js";
import { paintLook } from "./markers.js";


/** Draw the picture and hand it to the reader as a file. @param {import("./player.js").Player} player */
export async function savePicture(player) {
  const canvas = drawPicture(player);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `territory-${isoDate(player.day)}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The map, and below it what it shows: nothing lies on the map but the swipe bar. @param {import("./player.js").Player} player @returns {HTMLCanvasElement} */
export function drawPicture(player) {
  const { map } = player;
  const size = map.getSize();
  const density = Math.max(2, window.devicePixelRatio || 1);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const footer = new Footer(context, player, size.x);
  canvas.width = size.x * density;
  canvas.height = (size.y + footer.height) * density;
  context.scale(density, density);
  context.fillStyle = map.territoryTheme.sea;
  context.fillRect(0, 0, size.x, size.y);
  context.save();
  context.beginPath();
  context.rect(0, 0, size.x, size.y);
  context.clip();
  copyCanvases(context, player);
  drawOtherDay(context, player, size);
  context.restore();
  footer.draw(size.y);
  return canvas;
}

/** The map's own canvases, each where it lies. */
function copyCanvases(context, { map, compare }) {
  const frame = map.getContainer().getBoundingClientRect();
  for (const [name, side] of COPIED) {
    context.save();
    if (compare.isOn && side) {
      const size = map.getSize();
      const edge = Math.round(size.x * compare.share);
      context.beginPath();
      context.rect(side === "left" ? 0 : edge, 0, side === "left" ? edge : size.x - edge, size.y);
      context.clip();
    }
    for (const layer of map.getPane(name).querySelectorAll("canvas")) {
      const box = layer.getBoundingClientRect();
      context.drawImage(layer, box.left - frame.left, box.top - frame.top, box.width, box.height);
    }
    context.restore();
  }
}

/** What is copied, from the bottom up, and on which side of the swipe bar it shows. */
const COPIED = [
  ["territoryBase", ""],
  ["territoryAreas", "left"],
  ["territoryAreasOther", "right"],
  ["territoryLabels", ""],
  ["territoryPoints", "left"],
  ["territoryPointsOther", "right"],
];

/** The swipe bar, and the other day beside it. */
function drawOtherDay(context, player, size) {
  const { compare, palette } = player;
  if (!compare.isOn) return;
  const x = Math.round(size.x * compare.share);
  context.fillStyle = palette.theme.ink;
  context.fillRect(x - 1, 0, 2, size.y);
  const text = longDate(compare.day);
  context.font = `600 16px ${FONT}`;
  panel(context, x + 10, 12, context.measureText(text).width + 24, 34, palette.theme);
  context.fillStyle = palette.theme.ink;
  context.textBaseline = "middle";
  context.fillText(text, x + 22, 30);
}

const EDGE = 16;
const ROW = 22;
const DATE_FONT = `600 26px ${FONT}`;
const ROW_FONT = `13px ${FONT}`;
const CREDIT_FONT = `12px ${FONT}`;

/** Date, legend and attribution, in as many columns and lines as the width allows. */
class Footer {
  constructor(context, player, width) {
    Object.assign(this, { context, player, width });
    const room = width - 2 * EDGE;
    const { data, options, day, compare } = player;
    this.dates = this._lines(compare.isOn ? `${longDate(day)} | ${longDate(compare.day)}` : longDate(day), DATE_FONT, room);
    const on = compare.isOn ? ` on ${longDate(day)}` : "";
    const filtered = player.filters.groups ? ", some groups hidden" : "";
    const known = data.knownAt ? `As known on ${data.knownAt.slice(0, 10)}. ` : "";
    this.credit = this._lines(`${known}Places held${on}${filtered}, contested in brackets. ${options.attribution}`, CREDIT_FONT, room);
    this.rows = legendRows(player);
    context.font = ROW_FONT;
    const widest = Math.max(0, ...this.rows.map((row) => context.measureText(row.text).width)) + 40;
    this.columns = Math.max(1, Math.min(this.rows.length, Math.floor(room / widest)));
    this.deep = Math.ceil(this.rows.length / this.columns);
    this.height = 2 * EDGE + this.dates.length * 32 + this.deep * ROW + 10 + this.credit.length * 17;
  }

  /** A text in lines that fit. */
  _lines(text, font, room) {
    this.context.font = font;
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && this.context.measureText(longer).width <= room) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  draw(top) {
    const { context, player, width, height } = this;
    const { theme } = player.palette;
    context.fillStyle = theme.paper;
    context.fillRect(0, top, width, height);
    context.textBaseline = "middle";
    let y = this._write(this.dates, DATE_FONT, theme.ink, top + EDGE, 32);
    this.rows.forEach((row, index) => {
      const left = EDGE + Math.floor(index / this.deep) * ((width - 2 * EDGE) / this.columns);
      const middle = y + (index % this.deep) * ROW + ROW / 2;
      context.save();
      context.translate(left - 4, middle - 12);
      paintLook(context, { fill: FILL.solid, holder: row.actor, rival: -1, besieged: false, stale: 0, soft: 0 }, 6.5, 12, player.palette);
      context.restore();
      context.font = ROW_FONT;
      context.fillStyle = theme.ink;
      context.fillText(row.text, left + 22, middle, width - left - 22 - EDGE);
    });
    y += this.deep * ROW + 10;
    this._write(this.credit, CREDIT_FONT, theme.muted, y, 17);
  }

  _write(lines, font, color, top, step) {
    this.context.font = font;
    this.context.fillStyle = color;
    lines.forEach((line, index) => this.context.fillText(line, EDGE, top + index * step + step / 2));
    return top + lines.length * step;
  }
}

/** The groups that hold something on the day and are shown, most places first. */
function legendRows(player) {
  const { counts, data, filters } = player;
  return counts.groups
    .map((count, actor) => ({ ...count, actor, code: data.actors.code[actor] }))
    .filter(({ held, code }) => held > 0 && (!filters.groups || filters.groups.includes(code)))
    .sort((a, b) => b.held - a.held)
    .map(({ actor, held, contested }) => ({ actor, text: `${data.actors.name[actor]}  ${held}${contested ? ` (${contested})` : ""}` }));
}

function panel(context, x, y, width, height, theme) {
  context.globalAlpha = 0.97;
  context.fillStyle = theme.paper;
  context.beginPath();
  context.roundRect(x, y, width, height, 8);
  context.fill();
  context.globalAlpha = 1;
}
