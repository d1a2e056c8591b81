/** The layer of districts or cells: their numbers are drawn once per view, their colours looked up at each step. */

import { SHOWN } from "./filters.js";
import { lookKey, lookFromKey, lookOf, FILL } from "./looks.js";
import { mercatorX, mercatorY } from "./basemap.js";
import { makeOverlayClass } from "./overlay.js";
import { Spans } from "./raster.js";
import { mix, rgb } from "./palette.js";

/** Opacity of an area, of one that rests on weak evidence, and of the line around it. */
const OPACITY = 150;
const SOFTER = 105;
const LINE = 205;
/** Lines are drawn up to this many areas; more are too small for lines. */
const MOST_LINED = 3000;

/** @returns {any} the class of the layer, for this Leaflet */
export function makeAreaLayerClass(L) {
  const Overlay = makeOverlayClass(L);
  return Overlay.extend({
    options: { density: 1, padding: 0.1 },

    initialize(state, options) {
      Overlay.prototype.initialize.call(this, options);
      this._state = state;
      const { layer } = state.clock;
      this._key = new Float64Array(layer.size);
      this._rings = decodeRings(layer.geometry, layer.size);
      this._colors = new Map();
      this._outlined = -1;
    },

    restyle() {
      this._colors.clear();
      this.refreshAll();
    },

    refreshAll() {
      for (let f = 0; f < this._key.length; f++) this._look(f);
      this.repaint();
    },

    _look(feature) {
      const { clock, data, filters } = this._state;
      const { layer } = clock;
      const interval = clock.current[feature];
      const shown = interval >= 0 && filters.passes(layer)[interval] === SHOWN;
      const key = shown ? lookKey(lookOf(data, layer, interval, clock.stale[feature])) : 0;
      const same = key === this._key[feature];
      this._key[feature] = key;
      return !same;
    },

    /** Look up the changed areas' colours and put only their rows on the screen. */
    step(features) {
      let count = 0;
      if (!this._spans) {
        for (const feature of features) if (this._look(feature)) count++;
        return count;
      }
      let [top, bottom] = [Infinity, -Infinity];
      for (const feature of features) {
        if (!this._look(feature)) continue;
        count++;
        const rows = this._spans.paint(feature, this._paintOf(this._key[feature]));
        if (!rows) continue;
        if (rows[0] < top) top = rows[0];
        if (rows[1] > bottom) bottom = rows[1];
      }
      if (bottom >= top) this._show(top, bottom);
      return count;
    },

    _paint() {
      const canvas = this._container;
      const name = `${this._map.getZoom()}/${this._bounds.min.x}/${this._bounds.min.y}/${canvas.width}/${canvas.height}/${this._map.getPixelOrigin()}`;
      if (this._spansFor !== name) {
        this._spans = this._rasterise(canvas.width, canvas.height);
        this._spansFor = name;
      }
      this._spans.wipe();
      for (let f = 0; f < this._key.length; f++) if (this._key[f]) this._spans.paint(f, this._paintOf(this._key[f]));
      this._show(0, canvas.height - 1);
    },

    _show(top, bottom) {
      this._context.putImageData(this._spans.image, 0, 0, 0, top, this._container.width, bottom - top + 1);
      if (this._outlined >= 0) this._drawOutline();
    },

    _rasterise(width, height) {
      const density = this.density();
      const size = this._map.options.crs.scale(this._map.getZoom()) * density;
      const origin = this._map.getPixelOrigin();
      const dx = (origin.x + this._bounds.min.x) * density;
      const dy = (origin.y + this._bounds.min.y) * density;
      return new Spans(this._rings, { width, height, size, dx, dy, lined: this._rings.length <= MOST_LINED });
    },

    /** What a look's pixels are: one colour, or two in stripes, or dots. */
    _paintOf(key) {
      let paint = this._colors.get(key);
      if (!paint) {
        const look = lookFromKey(key);
        const { palette } = this._state;
        const alpha = look.soft === 2 ? SOFTER : OPACITY;
        const own = pack(palette.color(look.holder, look.stale), alpha);
        const other = look.fill === FILL.hatch ? pack(palette.color(look.rival, look.stale), alpha) : own;
        const line = pack(this._lineColor(palette, palette.color(look.holder, look.stale)), LINE);
        paint = { fill: look.fill, own, other, line };
        this._colors.set(key, paint);
      }
      return paint;
    },

    _lineColor(palette, color) {
      return palette.theme.name === "dark" ? mix(color, "#ffffff", 0.38) : mix(color, palette.theme.ink, 0.35);
    },

    /** Mark one area's edge, -1 for none. */
    outline(feature) {
      if (feature === this._outlined) return;
      this._outlined = feature;
      if (this._spans && this._map) this._show(0, this._container.height - 1);
    },

    _drawOutline() {
      const { theme } = this._state.palette;
      const context = this._context;
      const size = this._map.options.crs.scale(this._map.getZoom());
      const origin = this._map.getPixelOrigin();
      context.beginPath();
      for (const ring of this._rings[this._outlined]) {
        for (let k = 0; k < ring.length; k += 2) {
          const [x, y] = [ring[k] * size - origin.x, ring[k + 1] * size - origin.y];
          if (k === 0) context.moveTo(x, y);
          else context.lineTo(x, y);
        }
        context.closePath();
      }
      context.lineWidth = 2.5;
      context.strokeStyle = theme.ink;
      context.stroke();
    },

    hit(point) {
      if (!this._spans) return -1;
      const density = this.density();
      const x = Math.floor((point.x - this._bounds.min.x) * density);
      const y = Math.floor((point.y - this._bounds.min.y) * density);
      const feature = this._spans.at(x, y);
      return feature >= 0 && this._key[feature] ? feature : -1;
    },

    radius() {
      return 8;
    },

    inView(feature) {
      const at = this.centre(feature);
      return at !== null && this._map.getBounds().contains(at);
    },

    /** The middle of an area's box, as (lat, lon). */
    centre(feature) {
      this._centres ??= new Map();
      if (!this._centres.has(feature)) this._centres.set(feature, this._findCentre(feature));
      return this._centres.get(feature);
    },

    _findCentre(feature) {
      const xs = this._rings[feature].flatMap((ring) => [...ring].filter((_, k) => k % 2 === 0));
      const ys = this._rings[feature].flatMap((ring) => [...ring].filter((_, k) => k % 2 === 1));
      if (xs.length === 0) return null;
      const x = (Math.min(...xs) + Math.max(...xs)) / 2;
      const y = (Math.min(...ys) + Math.max(...ys)) / 2;
      const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
      return [lat, x * 360 - 180];
    },
  });
}

/** Rings of each feature in Mercator units. */
function decodeRings(geometry, size) {
  const rings = [];
  let point = 0;
  let ring = 0;
  let x = 0;
  let y = 0;
  for (let f = 0; f < size; f++) {
    const own = [];
    for (let k = 0; k < (geometry?.rings[f] ?? 0); k++, ring++) {
      const count = geometry.points[ring];
      const xy = new Float64Array(2 * count);
      for (let p = 0; p < count; p++, point++) {
        x += geometry.xy[2 * point];
        y += geometry.xy[2 * point + 1];
        xy[2 * p] = mercatorX(x / geometry.scale);
        xy[2 * p + 1] = mercatorY(y / geometry.scale);
      }
      own.push(xy);
    }
    rings.push(own);
  }
  return rings;
}

/** A colour as a pixel of an ImageData (little endian). */
function pack(hex, alpha) {
  const [r, g, b] = rgb(hex);
  return ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
