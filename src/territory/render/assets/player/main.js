/** What a page sees of the player: one global name. The modules are joined from here. */

import { adoptMap, makeMap } from "./map.js";
import { Player } from "./player.js";

const players = [];
const waiting = [];

window.TerritoryPlayer = {
  /** The players on this page, the newest last. */
  players,
  map: makeMap,
  mount(map, options) {
    adoptMap(map);
    const player = new Player(window.L, map, options);
    players.push(player);
    for (const command of waiting.splice(0)) player.command(command);
    return player;
  },
  command(command) {
    if (players.length) players.at(-1).command(command);
    else waiting.push(command);
  },
};
