/** Colours of the map: themes, groups, and how certainty lightens them. */

export const THEMES = {
  light: {
    name: "light",
    sea: "#d9e3ea",
    land: "#f6f4ee",
    focusLand: "#fbfaf6",
    border: "#8d8a83",
    province: "#d3cfc5",
    river: "#a9c4d6",
    lake: "#cfdfe9",
    riverName: "#4a6f8a",
    graticule: "#e4e7e6",
    label: "#4f4d48",
    labelMinor: "#66635d",
    labelCountry: "#77736b",
    labelHalo: "rgba(251,250,246,0.9)",
    town: "#8d8a83",
    halo: "#ffffff",
    ink: "#1f2328",
    paper: "#ffffff",
    muted: "#5c6066",
    accent: "#0b5cad",
    leastFill: 1.45,
    areaDensity: 1,
  },
  dark: {
    name: "dark",
    sea: "#12171c",
    land: "#262b31",
    focusLand: "#2b3138",
    border: "#7d858e",
    province: "#3d444d",
    river: "#3b566b",
    lake: "#1b2733",
    riverName: "#8fb1cc",
    graticule: "#1a2026",
    label: "#c4c9cf",
    labelMinor: "#a3aab2",
    labelCountry: "#8b929a",
    labelHalo: "rgba(30,34,39,0.9)",
    town: "#7d858e",
    halo: "#171c21",
    ink: "#eceff2",
    paper: "#1b2026",
    muted: "#a3abb4",
    accent: "#7ab8ff",
    leastFill: 2.1,
    areaDensity: 1.2,
  },
};

/** How far a colour moves towards the ground, by shade of staleness. */
const LIGHTEN = [0, 0.12, 0.23, 0.34, 0.44, 0.53];

/** @param {string} hex `#rrggbb` @returns {[number, number, number]} */
export function rgb(hex) {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** @param {string} a @param {string} b @param {number} share of b @returns {string} */
export function mix(a, b, share) {
  const [from, to] = [rgb(a), rgb(b)];
  const hex = from.map((value, k) => Math.round(value + (to[k] - value) * share).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

/** Relative luminance (WCAG). @param {string} hex */
export function luminance(hex) {
  const [r, g, b] = rgb(hex).map((value) => {
    const c = value / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours (WCAG). */
export function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Least contrast to the ground of a group's lines, dots and rims; WCAG asks for it of graphics. Fills: `leastFill`. */
const LEAST_MARK = 3;

/** A group's colours under a theme and a palette. */
export class Palette {
  /** @param {any} actors columns @param {"default"|"cvd"} name @param {"light"|"dark"} themeName */
  constructor(actors, name, themeName) {
    this.name = name;
    this.theme = THEMES[themeName];
    const column = name === "cvd" ? actors.colorCvd : actors.color;
    const given = column.map((color) => (/^#[0-9a-f]{6}$/i.test(color) ? color : "#777777"));
    const ground = this.theme.focusLand;
    const shadesOf = (color) => LIGHTEN.map((share) => mix(color, ground, share));
    this._shades = [...given.map((color) => shadesOf(apart(color, this.theme))), shadesOf("#8a8f96")];
    this._marks = this._shades.map((shades) => shades.map((color) => raised(color, ground, this.theme.ink)));
  }

  /** What fills a marker or an area. @param {number} actor number, -1: nobody known @param {number} [shade] */
  color(actor, shade = 0) {
    return (this._shades[actor] ?? this._shades.at(-1))[shade];
  }

  /** The group's colour for what is thin: lines, dots, rims. It stands out against the ground in every theme. */
  mark(actor, shade = 0) {
    return (this._marks[actor] ?? this._marks.at(-1))[shade];
  }

  /** Whether the fill alone does not stand out, and needs a rim in the group's `mark`. */
  needsRim(actor, shade = 0) {
    return this.mark(actor, shade) !== this.color(actor, shade);
  }
}

/** A colour moved away from the ground, to the dark or the light, whichever is nearer, until the two differ. */
function apart(color, { focusLand, leastFill }) {
  for (let share = 0; share <= 1; share += 0.04) {
    const found = ["#000000", "#ffffff"].map((end) => mix(color, end, share)).find((moved) => contrast(moved, focusLand) >= leastFill);
    if (found) return found;
  }
  return color;
}

/** A colour moved towards the ink until it stands out against the ground. */
function raised(color, ground, ink) {
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mix(color, ink, share);
    if (contrast(moved, ground) >= LEAST_MARK) return moved;
  }
  return ink;
}
