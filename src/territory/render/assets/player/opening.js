/** What the reader is told when a timeline has been opened. */

import { dayNumber, longDate } from "./dates.js";

/**
 * What is odd about the timeline, or could not be taken from the address. Empty: nothing.
 * @param {import("./player.js").Player} player @param {Record<string, any>} view that was asked for
 */
export function openingWords({ data, filters, selected, changes }, view) {
  const words = [];
  if (data.isEmpty) words.push("This timeline holds no states yet. Import events or an article, and they appear here.");
  else if (data.span[0] === data.span[1]) words.push(`Everything in this timeline lies on one day, ${longDate(data.span[0])}.`);
  else if (changes.day.length === 0) {
    const [first, last] = data.span.map(longDate);
    words.push(`Nothing changes hands in this timeline: each place stays as it is from ${first} to ${last}.`);
  }
  if (view.strange?.length) {
    const named = view.strange.slice(0, 5).join(", ").slice(0, 60);
    words.push(`The link is of another version: ${named} is not known here and was left aside.`);
  }
  if (filters.unknown.length) words.push(`Not in this map, and left out of the filter: ${filters.unknown.slice(0, 5).join(", ")}.`);
  if (view.date && dayNumber(view.date) === null) words.push(`The address names no date (“${String(view.date).slice(0, 30)}”).`);
  if (view.place && !selected) words.push(`The place “${String(view.place).slice(0, 60)}” is not in this map.`);
  return words.join(" ");
}
