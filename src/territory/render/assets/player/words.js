/** The map's sentences: what a state is, what a change was. */

import { datedAs, longDate, spanWords } from "./dates.js";
import { BESIEGED, CLAIMED_ONLY, SINGLE_SOURCE } from "./data.js";

const COUNTRIES = safeDisplayNames();

function safeDisplayNames() {
  try {
    return new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  } catch {
    return { of: (code) => code };
  }
}

/** @param {string} code ISO 3166 */
export function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code || "no country given";
  return COUNTRIES.of(code) ?? code;
}

export const STATUS_WORDS = {
  controlled: "Controlled",
  contested: "Contested",
  influence: "Influence",
  lost: "Lost",
  unknown: "Unknown",
};

/** One line: who has it. */
export function stateLine(data, layer, interval) {
  if (interval < 0) return "Unknown: no evidence for this day";
  const status = data.statuses[layer.status[interval]];
  const holder = layer.holder[interval];
  const rival = layer.rival[interval];
  const flags = layer.flags[interval];
  const name = data.actorName(holder);
  if (holder < 0 && rival < 0) return "Nobody is known to hold it";
  let line = name;
  if (status === "influence") line = `${name}: influence`;
  else if (status === "contested") {
    const fight = flags & BESIEGED ? "besieged by" : "contested by";
    line = rival < 0 ? `${name}: contested` : `${name}, ${fight} ${data.actorName(rival)}`;
  } else if (flags & BESIEGED && rival >= 0) line = `${name}, besieged by ${data.actorName(rival)}`;
  return flags & CLAIMED_ONLY ? `${line} (claimed only)` : line;
}

/** Since when, as exactly as it is known. */
export function sinceLine(data, layer, interval, day) {
  const precision = data.precisions[layer.precision[interval]];
  const start = layer.since[interval];
  const since = datedAs(start, precision).replace(/^in /, "");
  return `Since ${since} (${spanWords(day - start)})`;
}

/** How old the last evidence is, and how much there is of it. */
export function evidenceLine(layer, interval, day) {
  const age = day - layer.lastEvidence(interval, day);
  const words = age <= 0 ? "Evidence of this day" : `Last evidence ${spanWords(age)} old`;
  const chance = `${layer.probability[interval]}% sure`;
  return layer.flags[interval] & SINGLE_SOURCE ? `${words} · ${chance} · one source only` : `${words} · ${chance}`;
}

/** What happened when an interval began: `from → to`, or how the fight changed. */
export function changeLine(data, layer, interval) {
  const previous = interval - 1;
  const same = previous >= 0 && layer.feature[previous] === layer.feature[interval];
  const after = stateLine(data, layer, interval);
  if (!same) return after;
  if (layer.holder[previous] !== layer.holder[interval]) return `${data.actorName(layer.holder[previous])} → ${after}`;
  const [was, is] = [data.statuses[layer.status[previous]], data.statuses[layer.status[interval]]];
  if (was !== is && was === "contested") return `${after}: no longer contested`;
  return after;
}

/** What a screen reader hears after a step. @param {number} day @param {any[]} changes the first ones @param {number} count of all */
export function announcement(day, changes, count) {
  const date = longDate(day);
  if (count === 0) return `${date}. No change.`;
  const few = changes.slice(0, 3).map(({ name, line }) => `${name}: ${line}`);
  const rest = count > 3 ? `, and ${count - 3} more` : "";
  return `${date}. ${count === 1 ? "1 change" : `${count} changes`}. ${few.join("; ")}${rest}.`;
}
