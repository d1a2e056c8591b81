/** The ground: land, water, borders, names; drawn from vector files on two canvases, one under and one over the areas. */

import { loadJson } from "./data.js";
import { writeNames } from "./labels.js";
import { makeOverlayClass } from "./overlay.js";
import { THEMES } from "./palette.js";
import { OnlineGround } from "./tiles.js";

/** One ring or line in Mercator units (0–1), with its box. */
class Path {
  /** @param {number[]} steps x, y, then differences @param {number} scale degrees a unit */
  constructor(steps, scale) {
    this.xy = new Float64Array(steps.length);
    this.box = [Infinity, Infinity, -Infinity, -Infinity];
    let lon = 0;
    let lat = 0;
    for (let k = 0; k < steps.length; k += 2) {
      lon += steps[k];
      lat += steps[k + 1];
      const x = mercatorX(lon * scale);
      const y = mercatorY(lat * scale);
      this.xy[k] = x;
      this.xy[k + 1] = y;
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
      const files = setup.basemap ?? {};
      const inPage = Object.values(files).some((address) => address.startsWith("#"));
      base.online = new OnlineGround(L, map, [base.ground, base.labels], !inPage);
      map.territoryBase = base;
      map.setTerritoryTheme = (theme) => base.setTheme(theme);
      base.setTheme(setup.theme);
      base.load(files);
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
    this._placeNames = [];
    this._obstacles = [];
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

  /** Take a file: names are points, everything else is a part of the ground (form: geodata/recipes/basemap.py). */
  _take(name, { geometry, scale, features }) {
    if (geometry === "point") {
      this.names.push(...features.map((feature) => nameOf(feature, scale, name)));
      this.names.sort((a, b) => a.rank - b.rank || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));
      return;
    }
    this.parts[name] = features.map(({ at, ...rest }) => ({ ...rest, paths: at.map((steps) => new Path(steps, scale)) }));
  }

  paintGround(context, view) {
    const { theme } = this;
    const part = (name, ahead = 0) => this.parts[name]?.filter(({ rank }) => rank <= view.zoom + ahead);
    if (!this.parts.land) graticule(context, view, theme);
    fill(context, view, this.parts.land, theme.land);
    stroke(context, view, part("rivers", 0.5), theme.river, view.zoom < 6 ? 0.9 : 1.5);
    fill(context, view, part("lakes", 1), theme.lake);
    stroke(context, view, part("districts"), theme.province, 0.6);
    stroke(context, view, part("provinces", 0.6), theme.province, view.zoom < 6 ? 0.8 : 1.2);
    const width = view.zoom < 5 ? 0.9 : 1.3;
    const lines = part("countries")?.filter(({ status }) => status !== "limit");
    stroke(context, view, lines?.filter(({ status }) => status === "recognised"), theme.border, width);
    stroke(context, view, lines?.filter(({ status }) => status !== "recognised"), theme.border, width, [5, 4]);
  }

  /** Names lie over the areas and under the places. */
  paintLabels(context, view) {
    writeNames(context, view, [...this.names, ...this._placeNames], this.theme, this._obstacles);
  }

  /**
   * The places of the timeline: names for the higher zooms, and spots that names keep clear of.
   * @param {{lat: number[], lon: number[], name: string[], local: string[], kind: string[]}} features
   */
  setPlaces({ lat, lon, name, local, kind }) {
    const known = new Set(this.names.map((town) => `${town.name}/${Math.round(town.x * 2000)}/${Math.round(town.y * 2000)}`));
    this._obstacles = lat.map((value, k) => ({ x: mercatorX(lon[k]), y: mercatorY(value) }));
    this._placeNames = this._obstacles.flatMap(({ x, y }, k) => {
      if (known.has(`${name[k]}/${Math.round(x * 2000)}/${Math.round(y * 2000)}`)) return [];
      return [{ x, y, name: name[k], local: isOtherScript(local[k]) ? local[k] : "", kind: "place", rank: PLACE_RANK[kind[k]] ?? 8.2, max: 99 }];
    });
    this.labels?.repaint();
  }
}

const KIND_ORDER = ["country", "sea", "province", "town", "region", "lake", "river", "desert", "mountain"];
const PLACE_RANK = { city: 6.5, town: 7.4, district: 7.8 };

function nameOf({ at, name = "", name_local: local = "", kind = "town", capital = 0, rank, max = 99 }, scale, file) {
  const written = file === "towns" ? (capital === 1 ? "capital" : "town") : kind;
  return { x: mercatorX(at[0] * scale), y: mercatorY(at[1] * scale), name, local: isOtherScript(local) ? local : "", kind: written, rank, max };
}

/** Whether a name is worth writing beside its Latin form. */
function isOtherScript(text) {
  return /^[^\p{Script=Latin}]*$/u.test(text) && text !== "";
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

/** Each feature by itself: features may overlap, the rings of one may not. */
function fill(context, view, features, color) {
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = 0.7;
  for (const { paths } of features ?? []) {
    context.beginPath();
    for (const path of paths) trace(context, view, path, true);
    context.fill("evenodd");
    context.stroke();
  }
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
