/** Names on the ground: placed by rank, none over another, in two scripts where there is room. */

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif';
const CELL = 64;

/** How each kind of name is written. */
const STYLES = {
  country: { size: 13, weight: 600, spacing: "0.14em", color: "labelCountry", upper: true },
  province: { size: 11, weight: 500, spacing: "0.08em", color: "labelCountry", upper: true },
  capital: { size: 13, weight: 600, color: "label", dot: 2.6, local: 6 },
  town: { size: 12, weight: 450, color: "labelMinor", dot: 1.9, local: 7 },
  place: { size: 12, weight: 500, color: "label", beside: true, local: 8 },
  sea: { size: 12, weight: 400, italic: true, spacing: "0.06em", color: "riverName" },
  river: { size: 11, weight: 400, italic: true, color: "riverName" },
  lake: { size: 11, weight: 400, italic: true, color: "riverName" },
  desert: { size: 11, weight: 400, italic: true, color: "labelCountry" },
  mountain: { size: 11, weight: 400, italic: true, color: "labelCountry" },
  region: { size: 11, weight: 400, italic: true, color: "labelCountry" },
};
/** Half the edge of the square that a place's marker keeps clear. */
const CLEAR = 6;
/** Names of this rank or less are written even over a marker, if nothing else is free. */
const ALWAYS = 5;

/** Boxes already taken, in a grid. */
class Occupied {
  constructor() {
    this._cells = new Map();
  }

  /** Mark a box as taken, whether it is free or not. */
  block(x0, y0, x1, y1) {
    for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++) {
      for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++) {
        const key = `${cx}/${cy}`;
        if (!this._cells.has(key)) this._cells.set(key, []);
        this._cells.get(key).push([x0, y0, x1, y1, true]);
      }
    }
  }

  /** Take a box if it is free. @returns {boolean} */
  take(x0, y0, x1, y1, overMarkers = false) {
    const cells = [];
    for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++) {
      for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++) {
        const boxes = this._cells.get(`${cx}/${cy}`) ?? [];
        const hits = (b) => b[0] < x1 && b[2] > x0 && b[1] < y1 && b[3] > y0 && !(overMarkers && b[4]);
        if (boxes.some(hits)) return false;
        cells.push([`${cx}/${cy}`, boxes]);
      }
    }
    for (const [key, boxes] of cells) {
      boxes.push([x0, y0, x1, y1]);
      this._cells.set(key, boxes);
    }
    return true;
  }
}

/**
 * Write the names of a view.
 * @param {CanvasRenderingContext2D} context @param {any} view see basemap.js
 * @param {{x: number, y: number, kind: string, rank: number, max: number, name: string, local: string}[]} names best first
 * @param {any} theme @param {{x: number, y: number}[]} obstacles
 */
export function writeNames(context, view, names, theme, obstacles) {
  const occupied = new Occupied();
  for (const spot of obstacles) {
    const [x, y] = [spot.x * view.size - view.dx, spot.y * view.size - view.dy];
    occupied.block(x - CLEAR, y - CLEAR, x + CLEAR, y + CLEAR);
  }
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  const { min, max } = view.bounds;
  for (const name of names) {
    if (view.zoom < name.rank || view.zoom > name.max + 1) continue;
    const x = name.x * view.size - view.dx;
    const y = name.y * view.size - view.dy;
    if (x < min.x || x > max.x || y < min.y || y > max.y) continue;
    writeOne(context, occupied, { ...name, x, y }, view.zoom, theme);
  }
  context.letterSpacing = "0px";
}

function writeOne(context, occupied, name, zoom, theme) {
  const { x, y } = name;
  const style = STYLES[name.kind] ?? STYLES.town;
  const text = style.upper ? name.name.toUpperCase() : name.name;
  const local = style.local && zoom >= style.local ? name.local : "";
  setFont(context, style);
  const width = context.measureText(text).width;
  const half = style.size * 0.66;
  context.font = `400 ${style.size}px ${FONT}`;
  const localWidth = local ? context.measureText(local).width : 0;
  const full = Math.max(width, localWidth);
  const tall = local ? half + style.size + 1 : half;
  for (const [left, top, align] of spots(style, x, y, full, tall, zoom)) {
    const over = name.rank <= ALWAYS && align === "last";
    if (!occupied.take(left - 2, top - half, left + full + 2, top + tall, over)) continue;
    if (style.dot) dot(context, x, y, style.dot, theme);
    context.strokeStyle = theme.labelHalo;
    context.fillStyle = theme[style.color];
    setFont(context, style);
    const shift = (own) => (align === "left" ? full - own : align === "middle" ? (full - own) / 2 : 0);
    write(context, text, left + shift(width), top);
    if (!local) return;
    context.letterSpacing = "0px";
    context.font = `400 ${style.size}px ${FONT}`;
    write(context, local, left + shift(localWidth), top + style.size + 2);
    return;
  }
}

/** Where a name may stand, best first: [left edge, middle of its first line, side]. */
function spots(style, x, y, full, tall, zoom) {
  if (!style.dot && !style.beside) return [[x - full / 2, y, "middle"]];
  const aside = zoom >= 7 ? 12 : 9;
  return [
    [x + aside, y, "right"],
    [x - aside - full, y, "left"],
    [x - full / 2, y - aside - tall, "middle"],
    [x - full / 2, y + aside + style.size * 0.66, "middle"],
    [x + aside, y, "last"],
  ];
}

function write(context, text, x, y) {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function setFont(context, style) {
  context.font = `${style.italic ? "italic " : ""}${style.weight} ${style.size}px ${FONT}`;
  context.letterSpacing = style.spacing ?? "0px";
  context.direction = "ltr";
  context.textAlign = "left";
}

function dot(context, x, y, radius, theme) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = theme.town;
  context.fill();
}
