/** How a state looks, as one number: the key of a cached picture. */

import { FADE_STEPS } from "./clock.js";
import { BESIEGED, CLAIMED_ONLY } from "./data.js";
import { SHOWN } from "./filters.js";

/** Kinds of fill. */
export const FILL = { none: 0, solid: 1, hatch: 2, dots: 3, outline: 4 };

/**
 * What is drawn for an interval.
 * @param {import("./data.js").TimelineData} data @param {import("./data.js").LayerData} layer
 * @param {number} interval @param {number} stale
 */
export function lookOf(data, layer, interval, stale) {
  if (interval < 0) return NOTHING;
  const status = data.statuses[layer.status[interval]];
  const holder = layer.holder[interval];
  const rival = layer.rival[interval];
  const flags = layer.flags[interval];
  let fill = FILL.none;
  if (holder >= 0 || rival >= 0) {
    if (status === "contested") fill = FILL.hatch;
    else if (holder < 0) fill = FILL.none;
    else if (status === "influence") fill = FILL.dots;
    else if (status === "controlled") fill = flags & CLAIMED_ONLY ? FILL.outline : FILL.solid;
  }
  if (fill === FILL.none) return NOTHING;
  const chance = layer.probability[interval];
  const soft = chance >= 75 ? 0 : chance >= 55 ? 1 : 2;
  return { fill, holder, rival, besieged: Boolean(flags & BESIEGED), stale, soft };
}

const NOTHING = Object.freeze({ fill: FILL.none, holder: -1, rival: -1, besieged: false, stale: 0, soft: 0 });
/** How many keys differ only in staleness and softness. */
const SHADES = 18;

/** Pack a look into a number; actors fit as long as there are fewer than 1,023. */
export function lookKey(look) {
  if (look.fill === FILL.none) return 0;
  const actors = (look.holder + 1) * 1024 + (look.rival + 1);
  return ((actors * 8 + look.fill) * 2 + (look.besieged ? 1 : 0)) * SHADES + look.stale * 3 + look.soft + 1;
}

/** What two neighbours share that have no border between them: holder, rival, kind of fill; 0 for nothing. */
export function regionOf(key) {
  return key === 0 ? 0 : Math.floor((key - 1) / SHADES);
}

/** The look of a key. */
export function lookFromKey(key) {
  if (key === 0) return NOTHING;
  let rest = key - 1;
  const take = (size) => {
    const value = rest % size;
    rest = Math.floor(rest / size);
    return value;
  };
  const soft = take(3);
  const stale = take(6);
  const besieged = take(2) === 1;
  const fill = take(8);
  const rival = take(1024) - 1;
  return { fill, holder: rest - 1, rival, besieged, stale, soft };
}

/** The look of each feature of a layer on the clock's day, and of what it fades from. */
export class LayerLooks {
  /** @param {any} state shared: data, filters, clock */
  constructor(state) {
    const { size } = state.clock.layer;
    this._state = state;
    this.key = new Int32Array(size);
    this.oldKey = new Int32Array(size);
    this.fade = new Uint8Array(size).fill(FADE_STEPS);
  }

  /** Look at every feature again: filters have changed. */
  updateAll() {
    for (let feature = 0; feature < this.key.length; feature++) this.update(feature);
  }

  /** Bring one feature up to the clock; whether it looks different from before. */
  update(feature) {
    const { clock, filters } = this._state;
    const { layer } = clock;
    const pass = filters.passes(layer);
    const interval = clock.current[feature];
    const key = interval >= 0 && pass[interval] === SHOWN ? this._keyOf(layer, interval, clock.stale[feature]) : 0;
    let fade = interval >= 0 ? clock.fade[feature] : FADE_STEPS;
    let oldKey = 0;
    if (fade < FADE_STEPS) {
      const before = layer.before(interval);
      oldKey = before >= 0 && pass[before] === SHOWN ? this._keyOf(layer, before, 0) : 0;
      if (oldKey === key) fade = FADE_STEPS;
    }
    const same = key === this.key[feature] && fade === this.fade[feature] && oldKey === this.oldKey[feature];
    this.key[feature] = key;
    this.fade[feature] = fade;
    this.oldKey[feature] = oldKey;
    return !same;
  }

  /** Worked out once for each interval, but for its staleness. */
  _keyOf(layer, interval, stale) {
    this._base ??= new Int32Array(layer.count).fill(-1);
    if (this._base[interval] < 0) this._base[interval] = lookKey(lookOf(this._state.data, layer, interval, 0));
    const key = this._base[interval];
    return key === 0 ? 0 : key + stale * 3;
  }

  /** Whether anything is drawn for a feature. */
  isDrawn(feature) {
    return this.key[feature] !== 0 || (this.fade[feature] < FADE_STEPS && this.oldKey[feature] !== 0);
  }

  /** Whether a feature is on its way from one look to another. */
  isFading(feature) {
    return this.fade[feature] < FADE_STEPS;
  }

  /** How far it has come, 0 to 1. */
  progress(feature) {
    return this.isFading(feature) ? (this.fade[feature] + 0.5) / FADE_STEPS : 1;
  }
}
