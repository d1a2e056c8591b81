/** The step just made: what changed in it, and how that is shown and said. */

import { counted } from "./dom.js";
import { MOST_PULSES } from "./effects.js";
import { SHOWN } from "./filters.js";
import { announcement, changeLine } from "./words.js";

/** Steps longer than this are not marked: they are jumps. */
const FAR_DAYS = 400;

export class Step {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.pulses = true;
    this.forget();
  }

  /** Nothing has changed: the document or the filters are new. */
  forget() {
    this.count = 0;
    this.first = [];
  }

  /** Find the shown changes on the way from one day to another; only the first few are kept, the rest are counted. */
  take(from, to) {
    const { main, filters, changes } = this.player;
    const pass = filters.passes(main);
    this.forget();
    for (const interval of changes.between(Math.min(from, to), Math.max(from, to))) {
      if (pass[interval] !== SHOWN) continue;
      if (this.count++ < MOST_PULSES) this.first.push(interval);
    }
    this._far = Math.abs(to - from) > FAR_DAYS;
  }

  /** Mark on the map what changed, unless it is too much to be told apart. */
  pulse() {
    if (!this.pulses || this._far || this.count === 0 || this.count > MOST_PULSES) return;
    const { main, layers, palette, effects } = this.player;
    const layer = layers.get(main.id);
    const spots = this.first.flatMap((interval) => {
      const feature = main.feature[interval];
      const at = layer.centre(feature);
      return at ? [{ at, radius: layer.radius(feature), color: palette.mark(main.holder[interval]) }] : [];
    });
    effects.pulse(spots);
  }

  /** Words under the date. */
  note() {
    const { data, main } = this.player;
    if (!data) return "";
    if (this.count === 0) return data.knownAt ? `as known on ${data.knownAt.slice(0, 10)}` : "";
    if (this.count > 1) return `${counted(this.count, "change")} on the way`;
    const [interval] = this.first;
    return `${main.features.name[main.feature[interval]]}: ${changeLine(data, main, interval)}`;
  }

  /** Tell screen readers, once the hand rests. */
  announce() {
    const { player } = this;
    if (player.playing) return;
    player.notices.announceSoon(() => {
      const { data, main } = player;
      const named = this.first.map((interval) => ({
        name: main.features.name[main.feature[interval]],
        line: changeLine(data, main, interval),
      }));
      return announcement(player.day, named, this.count);
    });
  }
}
