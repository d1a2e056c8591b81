/** The pixels of an area's look: what fills it, and the lines at its edge. */

import { FILL, lookFromKey, regionOf } from "./looks.js";
import { rgb } from "./palette.js";

/** Opacity of an area by how sure it is: sure, less than 75 %, less than 55 %. */
const OPACITY = [158, 112, 74];
/** Opacity of the inside of an area that is only claimed. */
const CLAIMED = 38;
const LINE = [235, 190, 165];
const RING = 245;
/** Borders of what is unsure are broken every so many pixels. */
const GAP = [0, 4, 2];
/** How much more opaque than the fill the seam between two areas of one holder is. */
const SEAM = 1.22;

/** Makes and keeps the paints of one layer, for one palette. */
export class AreaPaints {
  /** @param {any} state shared: palette */
  constructor(state) {
    this._state = state;
    this.bordered = true;
    this._kept = new Map();
    this._fading = new Map();
  }

  /** Whether areas have borders; without, their fill has to stand out alone. @param {boolean} bordered */
  setBordered(bordered) {
    if (bordered === this.bordered) return;
    this.bordered = bordered;
    this.clear();
  }

  clear() {
    this._kept.clear();
    this._fading.clear();
  }

  /** @param {import("./looks.js").LayerLooks} looks @param {number} feature @returns {import("./raster.js").Paint} */
  of(looks, feature) {
    const key = looks.key[feature];
    if (!looks.isFading(feature)) return this._whole(key);
    const name = `${looks.oldKey[feature]}/${key}/${looks.fade[feature]}`;
    let paint = this._fading.get(name);
    if (!paint) {
      paint = blend(this._whole(looks.oldKey[feature]), this._whole(key), looks.progress(feature));
      this._fading.set(name, paint);
    }
    return paint;
  }

  _whole(key) {
    let paint = this._kept.get(key);
    if (!paint) {
      paint = paintOf(key, this._state.palette, this.bordered);
      this._kept.set(key, paint);
    }
    return paint;
  }
}

/** @param {number} key @param {import("./palette.js").Palette} palette @param {boolean} bordered */
function paintOf(key, palette, bordered) {
  const look = lookFromKey(key);
  if (look.fill === FILL.none) {
    return { region: 0, fill: FILL.none, oldFill: FILL.none, table: new Uint32Array(9), line: 0, seam: 0, ring: 0, gap: 0 };
  }
  const alpha = look.fill === FILL.outline && bordered ? CLAIMED : Math.round(OPACITY[look.soft] * palette.theme.areaDensity);
  const mark = palette.mark(look.holder, look.stale);
  const colorOf = (actor) => (bordered ? palette.color(actor, look.stale) : palette.mark(actor, look.stale));
  const own = look.fill === FILL.dots ? pack(mark, LINE[look.soft]) : pack(colorOf(look.holder), alpha);
  const other = pack(colorOf(look.rival), alpha);
  const ringed = look.fill === FILL.outline ? pack(mark, LINE[look.soft]) : 0;
  return {
    region: regionOf(key),
    fill: look.fill,
    oldFill: FILL.none,
    table: Uint32Array.of(0, own, other, 0, 0, 0, 0, 0, 0),
    line: pack(mark, LINE[look.soft]),
    seam: look.fill === FILL.solid ? pack(colorOf(look.holder), Math.min(255, Math.round(alpha * SEAM))) : 0,
    ring: look.besieged ? pack(palette.mark(look.rival, look.stale), RING) : ringed,
    gap: GAP[look.soft],
  };
}

/** A paint on the way from one to another. */
function blend(from, to, share) {
  const table = new Uint32Array(9);
  for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) table[3 * a + b] = mixPixels(from.table[a], to.table[b], share);
  return {
    region: to.region || from.region,
    fill: to.fill,
    oldFill: from.fill,
    table,
    line: mixPixels(from.line, to.line, share),
    seam: 0,
    ring: from.ring || to.ring ? mixPixels(from.ring, to.ring, share) : 0,
    gap: Math.max(from.gap, to.gap),
  };
}

/** A colour as a pixel of an ImageData (little endian). */
function pack(hex, alpha) {
  const [r, g, b] = rgb(hex);
  return ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** Two pixels mixed, each as strong as its opacity. */
function mixPixels(a, b, share) {
  const [wa, wb] = [(a >>> 24) * (1 - share), (b >>> 24) * share];
  const alpha = wa + wb;
  if (alpha < 0.5) return 0;
  const part = (shift) => Math.round((((a >>> shift) & 255) * wa + ((b >>> shift) & 255) * wb) / alpha) << shift;
  return ((Math.round(alpha) << 24) | part(16) | part(8) | part(0)) >>> 0;
}
