/** Polygons as runs of pixels: worked out once per view, then filled with any colour at the cost of their pixels. */

import { findEdges } from "./rims.js";
import { FILL } from "./looks.js";

/**
 * How one look is painted.
 * @typedef {object} Paint
 * @property {number} region neighbours of one region have no border between them; 0: nothing is there
 * @property {number} fill kind of fill, while fading that of the new look
 * @property {number} oldFill kind of fill of the old look, `FILL.none` when not fading
 * @property {Uint32Array} table pixel by 3 × (ink of the old fill) + (ink of the new fill); ink 0 open, 1 own, 2 other
 * @property {number} line pixel of a border
 * @property {number} seam pixel between two areas of one region
 * @property {number} ring pixel of a wide line inside the area's own edge, 0 for none
 * @property {number} gap borders are broken every so many pixels, 0: never
 */

/** Areas of fewer pixels have no ring: it would cover them. */
const LEAST_RINGED = 48;
/** Where areas have fewer pixels on average, they have no borders: these would cover them. */
const LEAST_BORDERED = 64;

const NO_EDGES = { edges: new Int32Array(0), firstEdge: null, inner: null, firstInner: null };

/** Rows, first and last pixels of every feature, and the picture they are painted into. */
export class Spans {
  /**
   * @param {Float64Array[][]} features rings of each feature, Mercator units
   * @param {{width: number, height: number, size: number, dx: number, dy: number, lined: boolean}} view pixel = unit × size − d
   */
  constructor(features, view) {
    this.width = view.width;
    this.height = view.height;
    this.image = new ImageData(Math.max(1, view.width), Math.max(1, view.height));
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.ids = new Int32Array(this.pixels.length).fill(-1);
    this.first = new Int32Array(features.length + 1);
    this._runs = new GrowingInts(features.length * 24);
    for (let f = 0; f < features.length; f++) {
      this._scan(features[f], view, f);
      this.first[f + 1] = this._runs.length / 3;
    }
    this.runs = this._runs.done();
    this.bordered = this._meanSize() >= LEAST_BORDERED;
    this.lined = view.lined && this.bordered;
    this.region = new Int32Array(features.length);
    this.paints = new Array(features.length).fill(null);
    const found = this.bordered ? findEdges(this.ids, this.width, this.height, features.length, this.lined) : NO_EDGES;
    Object.assign(this, found);
  }

  /** Find the runs of one feature by crossing each row's middle with its edges (even-odd). */
  _scan(rings, view, feature) {
    const { width, height } = this;
    const box = pixelBox(rings, view);
    if (!box || box[2] < 0 || box[0] >= width || box[3] < 0 || box[1] >= height) return;
    const top = Math.max(0, Math.floor(box[1]));
    const bottom = Math.min(height - 1, Math.ceil(box[3]));
    const rows = Array.from({ length: bottom - top + 1 }, () => []);
    for (const ring of rings) crossings(ring, view, top, bottom, rows);
    rows.forEach((xs, index) => {
      if (xs.length < 2) return;
      xs.sort((a, b) => a - b);
      for (let k = 0; k + 1 < xs.length; k += 2) this._add(top + index, xs[k], xs[k + 1], feature);
    });
  }

  _add(row, from, to, feature) {
    const x0 = Math.max(0, Math.ceil(from - 0.5));
    const x1 = Math.min(this.width - 1, Math.ceil(to - 0.5) - 1);
    if (x1 < x0) return;
    this._runs.push3(row, x0, x1);
    const base = row * this.width;
    this.ids.fill(feature, base + x0, base + x1 + 1);
  }

  /** The feature at a pixel, -1 if none. */
  at(x, y) {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return -1;
    return this.ids[y * this.width + x];
  }

  /** Paint everything anew. @param {(feature: number) => Paint} paintOf */
  paintAll(paintOf) {
    this.pixels.fill(0);
    const count = this.region.length;
    for (let f = 0; f < count; f++) this._assign(f, paintOf(f));
    for (let f = 0; f < count; f++) if (this.region[f] !== 0) this._fill(f, this.paints[f]);
    for (const p of this.edges) this._edge(p);
    for (let f = 0; this.lined && f < count; f++) this._ring(f);
  }

  /**
   * Paint some features, and the borders that they share with others.
   * @param {Int32Array|number[]} features @param {number} count how many of them @param {(feature: number) => Paint} paintOf
   * @returns {[number, number]|null} first and last row touched
   */
  paintSome(features, count, paintOf) {
    const { first, runs, firstEdge, edges } = this;
    let [top, bottom] = [this.height, -1];
    for (let k = 0; k < count; k++) this._assign(features[k], paintOf(features[k]));
    for (let k = 0; k < count; k++) {
      const f = features[k];
      if (first[f] === first[f + 1]) continue;
      this._fill(f, this.paints[f]);
      top = Math.min(top, runs[3 * first[f]] - 1);
      bottom = Math.max(bottom, runs[3 * first[f + 1] - 3] + 1);
    }
    for (let k = 0; this.bordered && k < count; k++) {
      const f = features[k];
      for (let e = firstEdge[f]; e < firstEdge[f + 1]; e++) this._edgeAndAround(edges[e]);
      this._ring(f);
    }
    return bottom < 0 ? null : [Math.max(0, top), Math.min(this.height - 1, bottom)];
  }

  /** Pixels per area that has any. */
  _meanSize() {
    let [pixels, seen] = [0, 0];
    for (let k = 0; k < this.runs.length; k += 3) pixels += this.runs[k + 2] - this.runs[k + 1] + 1;
    for (let f = 0; f + 1 < this.first.length; f++) if (this.first[f] < this.first[f + 1]) seen++;
    return pixels / Math.max(1, seen);
  }

  _assign(feature, paint) {
    this.paints[feature] = paint;
    this.region[feature] = paint.region;
  }

  _fill(feature, paint) {
    const { runs, pixels, width } = this;
    const to = 3 * this.first[feature + 1];
    const even = isEven(paint.fill) && isEven(paint.oldFill);
    const pixel = paint.table[3 * inkAt(paint.oldFill, 0, 0) + inkAt(paint.fill, 0, 0)];
    for (let k = 3 * this.first[feature]; k < to; k += 3) {
      const row = runs[k];
      const base = row * width;
      if (even) pixels.fill(pixel, base + runs[k + 1], base + runs[k + 2] + 1);
      else for (let x = runs[k + 1]; x <= runs[k + 2]; x++) pixels[base + x] = patternAt(paint, x, row);
    }
  }

  /** Paint a pixel at an area's edge: border, seam or fill. */
  _edge(p) {
    const f = this.ids[p];
    const own = this.region[f];
    if (own === 0) return;
    const paint = this.paints[f];
    const x = p % this.width;
    const row = (p - x) / this.width;
    if (this._isBorder(p, x, row, f, own)) {
      const open = paint.gap > 0 && (x + row) % (2 * paint.gap) >= paint.gap;
      this.pixels[p] = open ? patternAt(paint, x, row) : paint.line;
    } else this.pixels[p] = this.lined ? paint.seam || patternAt(paint, x, row) : patternAt(paint, x, row);
  }

  _isBorder(p, x, row, f, own) {
    const { ids, region, width } = this;
    const differs = (g) => g !== f && (g < 0 || region[g] !== own);
    return (
      (x + 1 < width && differs(ids[p + 1])) ||
      (x > 0 && differs(ids[p - 1])) ||
      (row + 1 < this.height && differs(ids[p + width])) ||
      (row > 0 && differs(ids[p - width]))
    );
  }

  _edgeAndAround(p) {
    const { ids, width } = this;
    const f = ids[p];
    const x = p % width;
    this._edge(p);
    if (x + 1 < width) this._edgeOfOther(p + 1, f);
    if (x > 0) this._edgeOfOther(p - 1, f);
    if (p + width < ids.length) this._edgeOfOther(p + width, f);
    if (p >= width) this._edgeOfOther(p - width, f);
  }

  _edgeOfOther(p, f) {
    const g = this.ids[p];
    if (g >= 0 && g !== f && !this._isRinged(g)) this._edge(p);
  }

  _isRinged(feature) {
    const paint = this.paints[feature];
    return this.lined && paint !== null && paint.ring !== 0 && this._size(feature) >= LEAST_RINGED;
  }

  /** The wide line of a siege or a mere claim, inside the area's own edge. */
  _ring(feature) {
    if (!this._isRinged(feature)) return;
    const { edges, inner, firstEdge, firstInner, pixels } = this;
    const { ring } = this.paints[feature];
    for (let k = firstEdge[feature]; k < firstEdge[feature + 1]; k++) pixels[edges[k]] = ring;
    for (let k = firstInner[feature]; k < firstInner[feature + 1]; k++) pixels[inner[k]] = ring;
  }

  _size(feature) {
    let size = 0;
    for (let k = this.first[feature]; k < this.first[feature + 1] && size < LEAST_RINGED; k++) {
      size += this.runs[3 * k + 2] - this.runs[3 * k + 1] + 1;
    }
    return size;
  }
}

/** Whether a fill is the same everywhere. */
function isEven(fill) {
  return fill !== FILL.hatch && fill !== FILL.dots;
}

/** Which ink a fill has at a pixel: 0 open, 1 its own, 2 the other. */
function inkAt(fill, x, row) {
  if (fill === FILL.none) return 0;
  if (fill === FILL.hatch) return (x + row) % 10 < 5 ? 1 : 2;
  if (fill === FILL.dots) return row % 6 < 2 && x % 6 < 2 ? 1 : 0;
  return 1;
}

function patternAt(paint, x, row) {
  return paint.table[3 * inkAt(paint.oldFill, x, row) + inkAt(paint.fill, x, row)];
}

function pixelBox(rings, { size, dx, dy }) {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let k = 0; k < ring.length; k += 2) {
      const x = ring[k];
      const y = ring[k + 1];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
  }
  return x1 < x0 ? null : [x0 * size - dx, y0 * size - dy, x1 * size - dx, y1 * size - dy];
}

/** Where a ring's edges cross the middles of rows. */
function crossings(ring, { size, dx, dy }, top, bottom, rows) {
  const count = ring.length;
  let xa = ring[count - 2] * size - dx;
  let ya = ring[count - 1] * size - dy;
  for (let k = 0; k < count; k += 2) {
    const xb = ring[k] * size - dx;
    const yb = ring[k + 1] * size - dy;
    if (ya !== yb) {
      const [low, high] = ya < yb ? [ya, yb] : [yb, ya];
      const first = Math.max(top, Math.ceil(low - 0.5));
      const last = Math.min(bottom, Math.ceil(high - 0.5) - 1);
      const slope = (xb - xa) / (yb - ya);
      for (let row = first; row <= last; row++) rows[row - top].push(xa + (row + 0.5 - ya) * slope);
    }
    xa = xb;
    ya = yb;
  }
}

/** An Int32Array that grows. */
class GrowingInts {
  constructor(size) {
    this._data = new Int32Array(Math.max(96, size));
    this.length = 0;
  }

  push3(a, b, c) {
    if (this.length + 3 > this._data.length) {
      const larger = new Int32Array(this._data.length * 2);
      larger.set(this._data);
      this._data = larger;
    }
    this._data[this.length++] = a;
    this._data[this.length++] = b;
    this._data[this.length++] = c;
  }

  done() {
    return this._data.slice(0, this.length);
  }
}
