/** The layer of places: pictures on one canvas, of which only what changed is drawn again. */

import { LayerLooks } from "./looks.js";
import { MarkerPictures } from "./markers.js";
import { makeOverlayClass } from "./overlay.js";

const RADIUS = { city: 7, town: 5.5, village: 4.5, district: 5.5, province: 7 };
const OTHER_RADIUS = 5;
const BUCKET = 48;

/** Radius of a place in CSS pixels. */
function radiusOf(kind, population, zoom) {
  const base = (RADIUS[kind] ?? OTHER_RADIUS) + (population > 500_000 ? 1.5 : 0);
  const scale = Math.min(1.5, Math.max(0.62, 1 + (zoom - 6) * 0.17));
  return Math.round(base * scale * 2) / 2;
}

/** @returns {any} the class of the layer, for this Leaflet */
export function makePointLayerClass(L) {
  const Overlay = makeOverlayClass(L);
  return Overlay.extend({
    /** @param {any} state shared: data, filters, palette, clock */
    initialize(state, options) {
      Overlay.prototype.initialize.call(this, options);
      this._state = state;
      const { layer } = state.clock;
      this._looks = new LayerLooks(state);
      this._x = new Float32Array(layer.size);
      this._y = new Float32Array(layer.size);
      this._radius = new Float32Array(layer.size);
      this._order = this._drawingOrder(layer);
      this._rank = new Int32Array(layer.size);
      this._order.forEach((feature, rank) => (this._rank[feature] = rank));
      this._buckets = new Map();
      this.highlighted = new Set();
      this.selected = -1;
    },

    /** Large places first, small ones on top. */
    _drawingOrder(layer) {
      const { kind, population } = layer.features;
      const size = (f) => radiusOf(kind[f], population[f], 6);
      return Array.from({ length: layer.size }, (_, f) => f).sort((a, b) => size(b) - size(a) || a - b);
    },

    /** The palette, theme or pixel density has changed. */
    restyle() {
      this._pictures = new MarkerPictures(this._state.palette, this.density());
      this.refreshAll();
    },

    /** Look at every place again: filters have changed. */
    refreshAll() {
      this._looks.updateAll();
      this.repaint();
    },

    /** Draw again what has changed. @param {Int32Array} features from the clock */
    step(features) {
      const dirty = [];
      for (const feature of features) if (this._looks.update(feature)) dirty.push(feature);
      if (dirty.length === 0 || !this._map || !this._bounds) return dirty.length;
      if (dirty.length > 60) this.repaint();
      else this._repaintAround(dirty);
      return dirty.length;
    },

    _paint() {
      this._pictures ??= new MarkerPictures(this._state.palette, this.density());
      if (this._pictures.density !== this.density()) this._pictures = new MarkerPictures(this._state.palette, this.density());
      this._place();
      this._clear();
      for (const feature of this._order) this._drawOne(feature);
    },

    /** Put every place on the screen, and into a grid by which neighbours are found. */
    _place() {
      const { layer } = this._state.clock;
      const zoom = this._map.getZoom();
      if (this._placedFor === this._placeKey(zoom)) return;
      const { lat, lon, kind, population } = layer.features;
      this._buckets.clear();
      for (let f = 0; f < layer.size; f++) {
        const point = this._map.latLngToLayerPoint([lat[f], lon[f]]);
        this._x[f] = point.x;
        this._y[f] = point.y;
        this._radius[f] = radiusOf(kind[f], population[f], zoom);
        if (!this._bounds.contains(point)) continue;
        const name = bucketName(point.x, point.y);
        if (!this._buckets.has(name)) this._buckets.set(name, []);
        this._buckets.get(name).push(f);
      }
      this._placedFor = this._placeKey(zoom);
    },

    _placeKey(zoom) {
      const { min, max } = this._bounds;
      const origin = this._map.getPixelOrigin();
      return `${zoom}/${min.x}/${min.y}/${max.x}/${max.y}/${origin.x}/${origin.y}`;
    },

    _drawOne(feature) {
      const looks = this._looks;
      if (!looks.isDrawn(feature) || !this._isNear(feature)) return;
      const context = this._context;
      const [x, y, radius] = [this._x[feature], this._y[feature], this._radius[feature]];
      if (!looks.isFading(feature)) {
        this._pictures.draw(context, looks.key[feature], radius, x, y);
        return;
      }
      context.globalAlpha = 1 - looks.progress(feature);
      this._pictures.draw(context, looks.oldKey[feature], radius, x, y);
      context.globalAlpha = looks.progress(feature);
      this._pictures.draw(context, looks.key[feature], radius, x, y);
      context.globalAlpha = 1;
    },

    _isNear(feature) {
      const { min, max } = this._bounds;
      const [x, y] = [this._x[feature], this._y[feature]];
      return x > min.x - 20 && x < max.x + 20 && y > min.y - 20 && y < max.y + 20;
    },

    /** Wipe the squares around some places and draw all that lies in them, in order. */
    _repaintAround(dirty) {
      const context = this._context;
      context.save();
      context.beginPath();
      const touched = new Set();
      for (const feature of dirty) {
        if (!this._isNear(feature)) continue;
        const reach = MarkerPictures.reach(this._radius[feature]) + 1;
        const [x, y] = [Math.round(this._x[feature]), Math.round(this._y[feature])];
        context.rect(x - reach, y - reach, 2 * reach, 2 * reach);
        for (const near of this._around(x, y, reach + 20)) touched.add(near);
      }
      context.clip();
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      context.clearRect(min.x, min.y, size.x, size.y);
      for (const feature of [...touched].sort((a, b) => this._rank[a] - this._rank[b])) this._drawOne(feature);
      context.restore();
    },

    /** Places whose points lie within `reach` of a point of the layer. */
    *_around(x, y, reach) {
      for (let bx = Math.floor((x - reach) / BUCKET); bx <= Math.floor((x + reach) / BUCKET); bx++) {
        for (let by = Math.floor((y - reach) / BUCKET); by <= Math.floor((y + reach) / BUCKET); by++) {
          yield* this._buckets.get(`${bx}/${by}`) ?? [];
        }
      }
    },

    /** The shown place nearest to a point of the layer, -1 if none is near. */
    hit(point, slack = 5) {
      let best = -1;
      let bestDistance = Infinity;
      for (const feature of this._around(point.x, point.y, 24)) {
        if (!this._looks.isDrawn(feature)) continue;
        const distance = Math.hypot(this._x[feature] - point.x, this._y[feature] - point.y) - this._radius[feature];
        if (distance < slack && distance < bestDistance) [best, bestDistance] = [feature, distance];
      }
      return best;
    },

    /** Whether a place is drawn and lies inside the map's frame. */
    inView(feature) {
      const { lat, lon } = this._state.clock.layer.features;
      return this._map.getBounds().contains([lat[feature], lon[feature]]);
    },

    /** Where a place lies, as (lat, lon). */
    centre(feature) {
      const { lat, lon } = this._state.clock.layer.features;
      return [lat[feature], lon[feature]];
    },

    radius(feature) {
      return this._radius[feature] || OTHER_RADIUS;
    },
  });
}

function bucketName(x, y) {
  return `${Math.floor(x / BUCKET)}/${Math.floor(y / BUCKET)}`;
}
