/** A Leaflet map with our base map, panes and theme. */

import { makeBaseMapClass, THEMES } from "./basemap.js";

/** Our panes, and their order among Leaflet's. */
const PANES = {
  territoryTiles: 190,
  territoryBase: 200,
  territoryAreas: 350,
  territoryAreasOther: 351,
  territoryLabels: 380,
  territoryPoints: 450,
  territoryPointsOther: 451,
};

/** A landmark with a name, so that nothing of the map lies outside of one; `main` is one already. */
function nameTheMap(container) {
  if (container.tagName !== "MAIN") container.setAttribute("role", "region");
  container.setAttribute("aria-label", "Map of who holds what");
}

/** Make a map with our base map and theme. @param {string} id of its element */
export function makeMap(id, setup) {
  const L = window.L;
  const container = document.getElementById(id);
  container.classList.toggle("tp-fill", Boolean(setup.fill));
  const map = L.map(id, {
    center: setup.center,
    zoom: setup.zoom,
    minZoom: 2,
    maxZoom: 14,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    zoomControl: false,
    keyboard: false,
    worldCopyJump: true,
    attributionControl: false,
  });
  nameTheMap(container);
  addPanes(map);
  makeBaseMapClass(L).attach(map, setup);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
  return map;
}

/**
 * Give a map that somebody else made (a plain `folium.Map`) what the player needs: panes and a theme. Its own ground
 * stays; its zoom buttons and keys give way to the player's.
 */
export function adoptMap(map) {
  if (map.territoryTheme) return;
  nameTheMap(map.getContainer());
  addPanes(map);
  map.keyboard?.disable();
  map.zoomControl?.remove();
  map.setTerritoryTheme = (wanted) => {
    map.territoryTheme = wanted === "dark" ? THEMES.dark : THEMES.light;
    map.getContainer().dataset.theme = map.territoryTheme.name;
  };
  map.setTerritoryTheme("light");
}

function addPanes(map) {
  for (const [name, order] of Object.entries(PANES)) {
    map.createPane(name).style.zIndex = String(order);
    map.getPane(name).style.pointerEvents = "none";
  }
}
