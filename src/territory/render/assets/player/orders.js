/** What the server tells the player to do (see protocol.py), unless the hand has moved on. */

import { dayNumber } from "./dates.js";

export class Orders {
  /** @param {import("./player.js").Player} player @param {Record<string, any>} firstView what the page opens with */
  constructor(player, firstView) {
    this.player = player;
    this._firstView = firstView;
  }

  /** @param {Record<string, any>} command */
  take(command) {
    const { player } = this;
    if (command.theme) player.setTheme(command.theme);
    player.position.writeAgain();
    if (command.timeline && command.timeline !== player.address) {
      const view = player.ready ? player.describe() : this._firstView;
      player.load(command.timeline, { ...view, ...command });
    } else if (!player.ready) {
      window.addEventListener("territory:ready", () => this.take(command), { once: true });
    } else if (!player.playing && player.bridge.accepts(command)) {
      this._obey(command);
      player.bridge.settle();
    }
  }

  _obey(command) {
    const { player } = this;
    player.setFilter(command, { report: false });
    if (command.layers !== undefined) player.showLayers(command.layers);
    if (command.palette && command.palette !== player.palette.name) player.restyle(command.palette);
    const day = dayNumber(command.date);
    if (day !== null) player.setDay(day);
    if (command.compare !== undefined) player.compare.set(dayNumber(command.compare));
    if (command.place !== undefined) {
      const what = command.place === null ? null : player.selection.find(command.place, command.layer);
      player.select(what, { report: false, fly: Boolean(command.fly) });
    }
    if (command.highlight !== undefined) this._highlight(command.highlight);
    player.position.apply(command);
  }

  /** Mark some places. @param {string[]} ids */
  _highlight(ids) {
    const { selection, layers, main, effects } = this.player;
    const layer = layers.get(main.id);
    const found = ids.map((id) => selection.find(id, main.id)).filter(Boolean);
    effects.mark(found.map(({ feature }) => ({ at: layer.centre(feature), radius: layer.radius(feature) })).filter(({ at }) => at));
  }
}
