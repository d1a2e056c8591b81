/** Pictures of places: drawn once per look and size, then copied. */

import { FILL, lookFromKey } from "./looks.js";

const MARGIN = 6;

/** Makes and keeps the pictures for one palette and pixel density. */
export class MarkerPictures {
  /** @param {import("./palette.js").Palette} palette @param {number} density pixels per CSS pixel */
  constructor(palette, density) {
    this.palette = palette;
    this.density = density;
    this._pictures = new Map();
  }

  /** Half the edge of a picture of this radius, in CSS pixels. */
  static reach(radius) {
    return Math.ceil(radius) + MARGIN;
  }

  /**
   * Copy a picture to a place on a canvas.
   * @param {CanvasRenderingContext2D} context in CSS pixels
   */
  draw(context, key, radius, x, y) {
    if (key === 0) return;
    const reach = MarkerPictures.reach(radius);
    context.drawImage(this._picture(key, radius), x - reach, y - reach, 2 * reach, 2 * reach);
  }

  _picture(key, radius) {
    const name = key * 64 + Math.round(radius * 2);
    let picture = this._pictures.get(name);
    if (!picture) {
      const reach = MarkerPictures.reach(radius);
      picture = document.createElement("canvas");
      picture.width = picture.height = Math.ceil(2 * reach * this.density);
      const context = picture.getContext("2d");
      context.scale(this.density, this.density);
      paintLook(context, lookFromKey(key), radius, reach, this.palette);
      this._pictures.set(name, picture);
    }
    return picture;
  }
}

/**
 * Paint a place's look around the middle (also used for the legend's samples).
 * @param {CanvasRenderingContext2D} context @param {ReturnType<typeof lookFromKey>} look
 * @param {number} radius @param {number} middle @param {import("./palette.js").Palette} palette
 */
export function paintLook(context, look, radius, middle, palette) {
  const own = palette.color(look.holder, look.stale);
  const other = palette.color(look.rival, look.stale);
  const mark = palette.mark(look.holder, look.stale);
  const { focusLand, halo } = palette.theme;
  if (look.besieged) ring(context, middle, radius + 3.4, 1.9, palette.mark(look.rival, look.stale), halo);
  const open = look.fill === FILL.outline || look.fill === FILL.dots;
  if (!open && look.soft < 2) ring(context, middle, radius + 0.5, 1.4, halo);
  context.save();
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  if (look.fill === FILL.solid) softFill(context, middle, radius, own, look.soft);
  else if (look.fill === FILL.hatch) hatch(context, middle, radius, own, other);
  else if (look.fill === FILL.dots) dotted(context, middle, radius, mark, focusLand);
  else outline(context, middle, radius, mark, focusLand);
  context.restore();
  if (!open && palette.needsRim(look.holder, look.stale)) rim(context, middle, radius, mark, look.soft);
}

/** The line around a disc whose colour alone would drown in the ground; broken where the holder is unsure. */
function rim(context, middle, radius, color, soft) {
  context.save();
  if (soft > 0) context.setLineDash(soft === 1 ? [3, 1.6] : [1.6, 2]);
  ring(context, middle, radius - 0.5, 1.2, color);
  context.restore();
}

function ring(context, middle, radius, width, color, under = null) {
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  if (under) {
    context.lineWidth = width + 1.8;
    context.strokeStyle = under;
    context.stroke();
  }
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

/** A solid disc; the less sure, the softer its edge. */
function softFill(context, middle, radius, color, soft) {
  if (soft === 0) {
    context.fillStyle = color;
    context.fill();
    return;
  }
  const edge = context.createRadialGradient(middle, middle, radius * (soft === 1 ? 0.8 : 0.5), middle, middle, radius);
  edge.addColorStop(0, color);
  edge.addColorStop(1, `${color}${soft === 1 ? "8c" : "33"}`);
  context.fillStyle = edge;
  context.fill();
}

/** Two colours in stripes from lower left to upper right. */
function hatch(context, middle, radius, own, other) {
  context.fillStyle = own;
  context.fill();
  context.clip();
  const width = Math.max(1.6, radius * 0.42);
  context.strokeStyle = other;
  context.lineWidth = width;
  context.beginPath();
  for (let offset = -2 * radius; offset <= 2 * radius; offset += 2 * width * Math.SQRT2) {
    context.moveTo(middle + offset - radius, middle + radius);
    context.lineTo(middle + offset + radius, middle - radius);
  }
  context.stroke();
}

/** Dots on open ground: present, not in charge. */
function dotted(context, middle, radius, color, ground) {
  context.globalAlpha = 0.75;
  context.fillStyle = ground;
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = color;
  const size = Math.max(1, radius * 0.21);
  const spots = [[0, 0]];
  for (let k = 0; k < 7; k++) spots.push([Math.cos((2 * Math.PI * k) / 7), Math.sin((2 * Math.PI * k) / 7)]);
  context.beginPath();
  for (const [dx, dy] of spots) {
    const [x, y] = [middle + dx * radius * 0.78, middle + dy * radius * 0.78];
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
  context.fill();
}

/** A ring of colour on open ground: only claimed. */
function outline(context, middle, radius, color, ground) {
  context.fillStyle = ground;
  context.fill();
  context.beginPath();
  context.arc(middle, middle, radius - 0.9, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.stroke();
}
