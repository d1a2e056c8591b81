/** Online maps as the ground. Off until somebody switches one on; until then nothing is asked of their servers. */

/** By key: name, address of a tile, and whom to credit. */
export const ONLINE_MAPS = {
  osm: {
    name: "OpenStreetMap (online)",
    url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    credit: "© OpenStreetMap contributors",
  },
  topo: {
    name: "OpenTopoMap (online)",
    url: "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png",
    credit: "© OpenStreetMap contributors, SRTM; OpenTopoMap (CC BY-SA)",
  },
  hot: {
    name: "Humanitarian OSM (online)",
    url: "https://{s}.tile.openstreetmap.fr/hot/{z}/{x}/{y}.png",
    credit: "© OpenStreetMap contributors; Humanitarian OpenStreetMap Team",
  },
};

/** Swaps the drawn ground of a map for tiles, and back. */
export class OnlineGround {
  /** @param {any} L @param {any} map @param {any[]} drawn layers that tiles stand for @param {boolean} allowed */
  constructor(L, map, drawn, allowed) {
    this.L = L;
    this.map = map;
    this.drawn = drawn;
    this.allowed = allowed;
    this.tiles = null;
  }

  /** Show the online map of a key; any other key: the drawn ground. */
  show(key) {
    this.tiles?.remove();
    this.tiles = null;
    const chosen = this.allowed ? ONLINE_MAPS[key] : undefined;
    for (const layer of this.drawn) chosen ? layer.remove() : layer.addTo(this.map);
    if (chosen) {
      this.tiles = this.L.tileLayer(chosen.url, { pane: "territoryTiles", maxZoom: 14, crossOrigin: true, noWrap: false });
      this.tiles.once("tileerror", () => this.map.fire("territory:groundfailed", { name: chosen.name }));
      this.tiles.addTo(this.map);
    }
    this.map.fire("territory:ground", { credit: chosen?.credit ?? "" });
  }
}
