/** How a state looks, as one number: the key of a cached picture. */

import { BESIEGED, CLAIMED_ONLY } from "./data.js";

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

/** Pack a look into a number; actors fit as long as there are fewer than 1,023. */
export function lookKey(look) {
  if (look.fill === FILL.none) return 0;
  const actors = (look.holder + 1) * 1024 + (look.rival + 1);
  return ((actors * 8 + look.fill) * 2 + (look.besieged ? 1 : 0)) * 18 + look.stale * 3 + look.soft + 1;
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
