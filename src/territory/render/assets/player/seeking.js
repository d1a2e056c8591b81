/** Going from change to change: which ones count, and the way to the next. */

import { SHOWN } from "./filters.js";

/**
 * Which changes count: a test on the number of the interval that begins.
 * @param {import("./player.js").Player} player @param {"all"|"shown"|"view"|"place"} scope
 * @returns {(interval: number) => boolean}
 */
export function scopeTest(player, scope) {
  const { main, filters } = player;
  if (scope === "all") return () => true;
  if (scope === "place") {
    const place = player.selected;
    return (interval) => place?.layer === main && main.feature[interval] === place.feature;
  }
  const pass = filters.passes(main);
  if (scope === "shown") return (interval) => pass[interval] === SHOWN;
  const layer = player.layers.get(main.id);
  return (interval) => pass[interval] === SHOWN && layer.inView(main.feature[interval]);
}

/** Go to the next or previous change. @param {import("./player.js").Player} player @param {1|-1} direction */
export function jump(player, direction, scope) {
  if (!player.data) return;
  const day = player.changes.nearest(player.day, direction, scopeTest(player, scope));
  if (day !== null) player.goTo(day, { report: "date" });
  else player.say(direction > 0 ? "No later change of this kind." : "No earlier change of this kind.");
}
