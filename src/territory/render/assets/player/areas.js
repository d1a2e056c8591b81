/** The layer of districts or cells: their numbers are drawn once per view, their colours looked up at each step. */

import { AreaPaints } from "./inks.js";
import { LayerLooks } from "./looks.js";
import { mercatorX, mercatorY } from "./basemap.js";
import { makeOverlayClass } from "./overlay.js";
import { Spans } from "./raster.js";

/** Seams between areas of one holder are drawn up to this many areas; more are too small for them. */
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
      this._looks = new LayerLooks(state);
      this._paints = new AreaPaints(state);
      this._dirty = new Int32Array(layer.size);
      this._rings = decodeRings(layer.geometry, layer.size);
      this._outlined = -1;
    },

    restyle() {
      this._paints.clear();
      this.refreshAll();
    },

    refreshAll() {
      this._looks.updateAll();
      this.repaint();
    },

    /** Look up the changed areas' colours and put only their rows on the screen. */
    step(features) {
      let count = 0;
      for (const feature of features) if (this._looks.update(feature)) this._dirty[count++] = feature;
      if (!this._spans || !this._map || count === 0) return count;
      const rows = this._spans.paintSome(this._dirty, count, (feature) => this._paints.of(this._looks, feature));
      if (rows) this._show(...rows);
      return count;
    },

    _paint() {
      const canvas = this._container;
      const name = `${this._map.getZoom()}/${this._bounds.min.x}/${this._bounds.min.y}/${canvas.width}/${canvas.height}/${this._map.getPixelOrigin()}`;
      if (this._spansFor !== name) {
        this._spans = this._rasterise(canvas.width, canvas.height);
        this._spansFor = name;
        this._paints.setBordered(this._spans.bordered);
      }
      this._spans.paintAll((feature) => this._paints.of(this._looks, feature));
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
      return feature >= 0 && this._looks.isDrawn(feature) ? feature : -1;
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
