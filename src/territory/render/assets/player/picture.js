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

/** @param {import("./player.js").Player} player @returns {HTMLCanvasElement} */
export function drawPicture(player) {
  const { map } = player;
  const size = map.getSize();
  const density = Math.max(2, window.devicePixelRatio || 1);
  const canvas = document.createElement("canvas");
  canvas.width = size.x * density;
  canvas.height = size.y * density;
  const context = canvas.getContext("2d");
  context.scale(density, density);
  context.fillStyle = map.territoryTheme.sea;
  context.fillRect(0, 0, size.x, size.y);
  copyCanvases(context, player);
  drawOtherDay(context, player, size);
  drawLegend(context, player);
  drawFooter(context, player, size);
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

function drawLegend(context, player) {
  const { counts, data, palette } = player;
  const rows = counts.groups
    .map((count, actor) => ({ ...count, actor, name: data.actors.name[actor], code: data.actors.code[actor] }))
    .filter(({ held, code }) => held > 0 && (!player.filters.groups || player.filters.groups.includes(code)))
    .sort((a, b) => b.held - a.held);
  if (rows.length === 0) return;
  const text = (row) => `${row.name}  ${row.held}${row.contested ? ` (${row.contested} contested)` : ""}`;
  context.font = `13px ${FONT}`;
  const width = Math.max(...rows.map((row) => context.measureText(text(row)).width)) + 52;
  panel(context, 12, 12, width, rows.length * 22 + 16, palette.theme);
  rows.forEach((row, index) => {
    const y = 31 + index * 22;
    context.save();
    context.translate(18, y - 12);
    paintLook(context, { fill: FILL.solid, holder: row.actor, rival: -1, besieged: false, stale: 0, soft: 0 }, 6.5, 12, palette);
    context.restore();
    context.fillStyle = palette.theme.ink;
    context.font = `13px ${FONT}`;
    context.textBaseline = "middle";
    context.fillText(text(row), 48, y);
  });
}

function drawFooter(context, player, size) {
  const { theme } = player.palette;
  const known = player.data.knownAt ? `   as known on ${player.data.knownAt.slice(0, 10)}` : "";
  context.font = `600 26px ${FONT}`;
  const date = longDate(player.day);
  const credit = `${player.options.attribution}${known}`;
  const dateWidth = context.measureText(date).width;
  context.font = `12px ${FONT}`;
  const width = Math.max(dateWidth, context.measureText(credit).width) + 32;
  panel(context, 12, size.y - 76, Math.min(width, size.x - 24), 64, theme);
  context.fillStyle = theme.ink;
  context.font = `600 26px ${FONT}`;
  context.textBaseline = "alphabetic";
  context.fillText(date, 28, size.y - 44);
  context.font = `12px ${FONT}`;
  context.fillStyle = theme.muted;
  context.fillText(credit, 28, size.y - 23, size.x - 56);
}

function panel(context, x, y, width, height, theme) {
  context.globalAlpha = 0.97;
  context.fillStyle = theme.paper;
  context.beginPath();
  context.roundRect(x, y, width, height, 8);
  context.fill();
  context.globalAlpha = 1;
}
