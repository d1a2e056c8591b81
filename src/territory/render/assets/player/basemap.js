/** The ground: land, water, borders, names; drawn from vector files on two canvases, one under and one over the areas. */

import { loadJson } from "./data.js";
import { makeOverlayClass } from "./overlay.js";
import { THEMES } from "./palette.js";

/** One ring or line in Mercator units (0–1), with its box. */
class Path {
  constructor(coordinates) {
    const count = coordinates.length;
    this.xy = new Float64Array(2 * count);
    this.box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < count; k++) {
      const x = mercatorX(coordinates[k][0]);
      const y = mercatorY(coordinates[k][1]);
      this.xy[2 * k] = x;
      this.xy[2 * k + 1] = y;
      if (x < this.box[0]) this.box[0] = x;
      if (y < this.box[1]) this.box[1] = y;
      if (x > this.box[2]) this.box[2] = x;
      if (y > this.box[3]) this.box[3] = y;
    }
  }
}

export function mercatorX(lon) {
  return (lon + 180) / 360;
}

export function mercatorY(lat) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @returns {any} a class with one static way in: `attach(map, setup)` */
export function makeBaseMapClass(L) {
  const Overlay = makeOverlayClass(L);
  const Ground = Overlay.extend({
    initialize(base, options) {
      Overlay.prototype.initialize.call(this, options);
      this._base = base;
    },
    _paint() {
      this._clear();
      this._base.paintGround(this._context, this._view());
    },
    _view() {
      return viewOf(this._map, this._bounds);
    },
  });
  const Labels = Ground.extend({
    _paint() {
      this._clear();
      this._base.paintLabels(this._context, this._view());
    },
  });
  return class BaseMapLayers {
    static attach(map, setup) {
      const base = new BaseMap(map, setup);
      base.ground = new Ground(base, { pane: "territoryBase" }).addTo(map);
      base.labels = new Labels(base, { pane: "territoryLabels" }).addTo(map);
      map.territoryBase = base;
      map.setTerritoryTheme = (theme) => base.setTheme(theme);
      base.setTheme(setup.theme);
      base.load(setup.basemap ?? {});
    }
  };
}

/** What the painter needs to know about the view: Mercator unit → layer pixel. */
function viewOf(map, bounds) {
  const size = map.options.crs.scale(map.getZoom());
  const origin = map.getPixelOrigin();
  const toUnit = (point) => [(point.x + origin.x) / size, (point.y + origin.y) / size];
  return { size, dx: origin.x, dy: origin.y, zoom: map.getZoom(), bounds, from: toUnit(bounds.min), to: toUnit(bounds.max) };
}

/** The data of the ground, and how it is painted. */
class BaseMap {
  constructor(map, setup) {
    this.map = map;
    this.theme = THEMES.light;
    this.parts = {};
    this.names = [];
    this._wanted = setup.theme;
    this._system = window.matchMedia("(prefers-color-scheme: dark)");
    this._system.addEventListener("change", () => this._wanted === "auto" && this.setTheme("auto"));
  }

  /** @param {"light"|"dark"|"auto"} wanted */
  setTheme(wanted) {
    this._wanted = wanted;
    const dark = wanted === "dark" || (wanted === "auto" && this._system.matches);
    this.theme = dark ? THEMES.dark : THEMES.light;
    this.map.territoryTheme = this.theme;
    const container = this.map.getContainer();
    container.dataset.theme = this.theme.name;
    container.style.background = this.theme.sea;
    this.repaint();
  }

  repaint() {
    this.ground?.repaint();
    this.labels?.repaint();
  }

  /** Fetch the files; each is painted as soon as it is there. @param {Record<string, string>} addresses */
  async load(addresses) {
    this.failed = [];
    await Promise.all(
      Object.entries(addresses).map(async ([name, address]) => {
        try {
          this._take(name, await loadJson(address));
          this.repaint();
        } catch {
          this.failed.push(name);
        }
      }),
    );
  }

  _take(name, geojson) {
    const features = geojson.features ?? [];
    if (features.every((feature) => feature.geometry?.type === "Point")) this.names.push(...features.map(labelOf));
    else this.parts[name] = features.map((feature) => ({ paths: pathsOf(feature.geometry), properties: feature.properties ?? {} }));
  }

  paintGround(context, view) {
    const { theme, parts } = this;
    if (!parts.land) graticule(context, view, theme);
    fill(context, view, parts.land, theme.land);
    fill(context, view, parts.countries, theme.focusLand);
    stroke(context, view, parts.provinces, theme.province, view.zoom < 5 ? 0.5 : 0.9);
    stroke(context, view, parts.rivers, theme.river, view.zoom < 6 ? 0.8 : 1.4);
    fill(context, view, parts.lakes, theme.lake);
  }

  paintLabels() {}
}

function labelOf(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  return { x: mercatorX(lon), y: mercatorY(lat), ...feature.properties };
}

function pathsOf(geometry) {
  if (!geometry) return [];
  const { type, coordinates } = geometry;
  if (type === "LineString") return [new Path(coordinates)];
  if (type === "MultiLineString" || type === "Polygon") return coordinates.map((part) => new Path(part));
  if (type === "MultiPolygon") return coordinates.flatMap((polygon) => polygon.map((ring) => new Path(ring)));
  return [];
}

/** Trace what lies in view, leaving out points closer than half a pixel. */
function trace(context, view, path, close) {
  const { xy, box } = path;
  if (box[2] < view.from[0] || box[0] > view.to[0] || box[3] < view.from[1] || box[1] > view.to[1]) return;
  const { size, dx, dy } = view;
  let lastX = Infinity;
  let lastY = Infinity;
  const end = xy.length;
  for (let k = 0; k < end; k += 2) {
    const x = xy[k] * size - dx;
    const y = xy[k + 1] * size - dy;
    if (k > 0 && k < end - 2 && Math.abs(x - lastX) < 0.6 && Math.abs(y - lastY) < 0.6) continue;
    if (k === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (close) context.closePath();
}

function fill(context, view, features, color) {
  if (!features) return;
  context.fillStyle = color;
  context.beginPath();
  for (const { paths } of features) for (const path of paths) trace(context, view, path, true);
  context.fill("evenodd");
}

function stroke(context, view, features, color, width, dash = []) {
  if (!features) return;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dash);
  context.beginPath();
  for (const { paths } of features) for (const path of paths) trace(context, view, path, false);
  context.stroke();
  context.setLineDash([]);
}

/** Lines of latitude and longitude, where there is no land to show. */
function graticule(context, view, theme) {
  const step = view.zoom < 4 ? 20 : view.zoom < 6 ? 10 : view.zoom < 8 ? 5 : 1;
  context.strokeStyle = theme.graticule;
  context.lineWidth = 1;
  context.beginPath();
  const { min, max } = view.bounds;
  for (let lon = -180; lon <= 180; lon += step) {
    const x = mercatorX(lon) * view.size - view.dx;
    context.moveTo(x, min.y);
    context.lineTo(x, max.y);
  }
  for (let lat = -80; lat <= 80; lat += step) {
    const y = mercatorY(lat) * view.size - view.dy;
    context.moveTo(min.x, y);
    context.lineTo(max.x, y);
  }
  context.stroke();
}
