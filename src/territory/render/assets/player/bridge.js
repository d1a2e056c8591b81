/** Speaks with what lies around the map: Streamlit's server, and the address of the page. */

/** How long the hand rests before a report: ticks of the filters come one after the other, and are one. */
const QUIET_MS = 220;
const QUIET_FILTER_MS = 700;
const LISTS = { g: "groups", c: "countries", s: "statuses", q: "grades", t: "types", o: "origins", x: "without", l: "layers" };
const HASH_KEYS = new Set(["d", "d2", "p", "m", "a", "ll", "z", ...Object.keys(LISTS)]);

/** Sends reports when the hand has let go; drops commands that are older than the last report. */
export class Bridge {
  /** @param {() => Record<string, any>} describe the view as a flat object */
  constructor(describe) {
    this._describe = describe;
    this._seq = 0;
    this._timer = 0;
    this._why = "";
    this._keyDown = false;
    this._last = "";
    this.sent = 0;
  }

  /** Whether a server listens. */
  get hasServer() {
    return typeof window.Streamlit?.setComponentValue === "function";
  }

  /** Report soon, once, for all that happens until the hand rests. @param {string} why */
  report(why) {
    this._why = this._why && why === "date" ? this._why : why;
    clearTimeout(this._timer);
    const quiet = this._why === "filter" ? QUIET_FILTER_MS : QUIET_MS;
    if (!this._keyDown) this._timer = setTimeout(() => this.flush(), quiet);
  }

  /** A key is held down: its repeats are one move. */
  pressKey() {
    this._keyDown = true;
  }

  /** The key is up again: what waits is reported soon. */
  releaseKey() {
    this._keyDown = false;
    if (this._why) this.report(this._why);
  }

  /** The hand has gone elsewhere on the page: what waits is reported before anything that it does there. */
  leave() {
    this._keyDown = false;
    if (this._why) this.flush();
  }

  /** There is nothing to report until the hand lets go again: it has taken hold. */
  hold() {
    clearTimeout(this._timer);
  }

  /** Report now, unless nothing differs from the last report. */
  flush() {
    clearTimeout(this._timer);
    const view = this._describe();
    const text = JSON.stringify({ ...view, center: null, zoom: null });
    const why = this._why || "date";
    this._why = "";
    if (text === this._last && why !== "open") return;
    this._last = text;
    this._seq = Math.max(this._seq + 1, Date.now());
    if (!this.hasServer) return;
    this.sent++;
    const told = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null));
    window.Streamlit.setComponentValue({ v: 1, seq: this._seq, why, ...told });
  }

  /** Whether a command still holds: no report has been made, or is waiting, since the server saw the last one. */
  accepts(command) {
    return (command.after ?? 0) >= this._seq && !this._why;
  }

  /** What the server asked for need not be reported back. */
  settle() {
    this._last = JSON.stringify({ ...this._describe(), center: null, zoom: null });
  }
}

/** The window whose address people see: the parent of a frame of the same origin, or our own. */
function addressWindow() {
  try {
    if (window.parent !== window && window.parent.location.origin === window.location.origin) return window.parent;
  } catch {
    // A frame of another origin: its parent's address is not ours to read.
  }
  return window;
}

/** Write centre and zoom into the page's address, without a new entry in its history. */
export function writeMapPosition(center, zoom) {
  const target = addressWindow();
  try {
    const url = new URL(target.location.href);
    url.searchParams.set("ll", `${center[0].toFixed(4)},${center[1].toFixed(4)}`);
    url.searchParams.set("z", String(Math.round(zoom * 100) / 100));
    target.history.replaceState(target.history.state, "", url.href.replace(/%2C/g, ","));
  } catch {
    // about:srcdoc and some file pages have no address that could be changed.
  }
}

/** Write the whole view behind the `#` of the address, where no server listens. */
export function writeHash(view) {
  const parameters = new URLSearchParams();
  parameters.set("d", view.date);
  if (view.compare) parameters.set("d2", view.compare);
  if (view.place) parameters.set("p", view.layer && view.layer !== "places" ? `${view.layer}/${view.place}` : view.place);
  for (const [key, name] of Object.entries(LISTS)) {
    const list = view[name];
    if (Array.isArray(list) && !(name === "without" && list.length === 0)) parameters.set(key, list.join("~"));
  }
  if (view.minConfidence) parameters.set("m", String(view.minConfidence));
  if (view.palette !== "default") parameters.set("a", view.palette);
  if (view.center) parameters.set("ll", view.center.map((n) => n.toFixed(4)).join(","));
  if (view.zoom) parameters.set("z", String(Math.round(view.zoom * 100) / 100));
  try {
    history.replaceState(history.state, "", `#${parameters.toString().replace(/%2C/g, ",").replace(/%7E/g, "~")}`);
  } catch {
    // See writeMapPosition.
  }
}

/** Read a view from behind the `#`. @returns {Record<string, any>} only the fields that are there */
export function readHash() {
  const parameters = new URLSearchParams(window.location.hash.slice(1));
  const view = {};
  if (parameters.has("d")) view.date = parameters.get("d");
  if (parameters.has("d2")) view.compare = parameters.get("d2");
  if (parameters.has("p")) {
    const parts = parameters.get("p").split("/");
    view.place = parts.pop();
    if (parts.length) view.layer = parts.join("/");
  }
  for (const [key, name] of Object.entries(LISTS)) {
    if (parameters.has(key)) view[name] = parameters.get(key).split("~").filter(Boolean);
  }
  if (parameters.has("m")) view.minConfidence = Number(parameters.get("m"));
  if (parameters.has("a")) view.palette = parameters.get("a");
  Object.assign(view, readPosition(parameters));
  view.strange = [...parameters].filter(([key, value]) => value && !HASH_KEYS.has(key)).map(([key]) => key);
  return view;
}

/** Read centre and zoom from the page's address, if they are there and make sense. */
export function readMapPosition() {
  return readPosition(new URLSearchParams(addressWindow().location.search));
}

function readPosition(parameters) {
  const pair = (parameters.get("ll") ?? "").split(",").map(Number);
  const zoom = Number(parameters.get("z"));
  const found = {};
  if (pair.length === 2 && Math.abs(pair[0]) <= 85 && Math.abs(pair[1]) <= 360) found.center = pair;
  if (zoom >= 1 && zoom <= 18) found.zoom = zoom;
  return found;
}

/** The address to copy. */
export function pageAddress() {
  return addressWindow().location.href;
}
