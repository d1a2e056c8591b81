/** Polygons as runs of pixels: worked out once per view, then filled with any colour at the cost of their pixels. */

import { FILL } from "./looks.js";

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
    if (view.lined) this._findEdges(features.length);
  }

  /** Pixels at which another area, or none, lies to the right or below, sorted by area. */
  _findEdges(count) {
    const { ids, width, height } = this;
    const isEdge = (p, x, y) =>
      ids[p] >= 0 &&
      ((x + 1 < width && ids[p + 1] !== ids[p]) ||
        (y + 1 < height && ids[p + width] !== ids[p]) ||
        (x > 0 && ids[p - 1] < 0) ||
        (y > 0 && ids[p - width] < 0));
    const found = [];
    this.firstEdge = new Int32Array(count + 1);
    for (let p = 0, y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, p++) {
        if (!isEdge(p, x, y)) continue;
        found.push(p);
        this.firstEdge[ids[p] + 1]++;
      }
    }
    for (let f = 0; f < count; f++) this.firstEdge[f + 1] += this.firstEdge[f];
    const next = this.firstEdge.slice();
    this.edges = new Int32Array(found.length);
    for (const p of found) this.edges[next[ids[p]]++] = p;
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

  wipe() {
    this.pixels.fill(0);
  }

  /** The feature at a pixel, -1 if none. */
  at(x, y) {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return -1;
    return this.ids[y * this.width + x];
  }

  /**
   * Paint a feature. @param {number} feature @param {{fill: number, own: number, other: number, line: number}} paint
   * @returns {[number, number]|null} first and last row touched
   */
  paint(feature, paint) {
    const { runs, pixels, width } = this;
    const from = this.first[feature];
    const to = this.first[feature + 1];
    if (from === to) return null;
    for (let k = 3 * from; k < 3 * to; k += 3) {
      const row = runs[k];
      const base = row * width;
      const start = base + runs[k + 1];
      const end = base + runs[k + 2] + 1;
      if (paint.fill === FILL.solid) pixels.fill(paint.own, start, end);
      else if (paint.fill === FILL.hatch) stripes(pixels, start, end, runs[k + 1] + row, paint);
      else if (paint.fill === FILL.none) pixels.fill(0, start, end);
      else dots(pixels, start, end, runs[k + 1], row, paint);
    }
    if (this.edges && paint.fill !== FILL.none) {
      for (let k = this.firstEdge[feature]; k < this.firstEdge[feature + 1]; k++) pixels[this.edges[k]] = paint.line;
    }
    return [runs[3 * from], runs[3 * to - 3]];
  }
}

/** Two colours by x + y. */
function stripes(pixels, start, end, phase, { own, other }) {
  for (let p = start, n = phase; p < end; p++, n++) pixels[p] = n % 10 < 5 ? own : other;
}

/** Dots on open ground (influence), or a loose grid (claimed only). */
function dots(pixels, start, end, x0, row, { fill, own }) {
  const every = fill === FILL.dots ? 6 : 4;
  const inRow = row % every < 2;
  for (let p = start, x = x0; p < end; p++, x++) pixels[p] = inRow && x % every < 2 ? own : 0;
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
