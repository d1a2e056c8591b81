/** An article and its map. Hover and click stay in the page; the server hears only of a choice. Text is only ever text. */

/** Letters of Hebrew and Arabic script. A name in them is kept apart from the line, but not from a clitic glued to it. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const SIZE = 22;
const NEAR_ZOOM = 9;

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children);
  return node;
};

/** Fetch a script or a style of ours once. */
const loaded = {};
function load(address) {
  loaded[address] ??= new Promise((done, failed) => {
    const isScript = address.includes(".js");
    const node = isScript ? make("script", { src: address }) : make("link", { rel: "stylesheet", href: address });
    node.onload = done;
    node.onerror = () => failed(new Error(address));
    document.head.append(node);
  });
  return loaded[address];
}

const theme = () => document.querySelector("[data-t-theme]")?.dataset.tTheme ?? "light";
const plural = (count, one) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

class Reader {
  constructor(root, tell) {
    this.root = root;
    this.tell = tell;
    this.text = root.querySelector(".ta-text");
    this.card = root.querySelector(".ta-card");
    this.frame = root.querySelector(".ta-map");
    this.scope = "article";
    this.pins = new Map();
    this.ofPlace = new Map();
    this.listen();
  }

  show(data) {
    const print = JSON.stringify(data);
    if (print === this.print) return;
    const same = this.data?.id === data.id;
    const top = same ? this.text.scrollTop : 0;
    this.print = print;
    this.data = data;
    this.writeLegend();
    this.writeText();
    this.text.scrollTop = top;
    this.openName(same && this.opened !== undefined && data.names[this.opened] ? this.opened : undefined, false);
    this.drawMap(!same);
  }

  writeLegend() {
    const { legend, claims } = this.data;
    const rows = legend.map(([kind, word, about, count]) =>
      make("span", { title: about }, make("span", { class: "ta-n", "data-kind": kind }, word), " ", make("b", {}, count.toLocaleString("en"))),
    );
    if (claims.length) rows.push(make("span", { title: "A claim of control was read from it" }, make("span", { class: "ta-said" }, "sentence of a claim"), " ", make("b", {}, claims.length.toLocaleString("en"))));
    this.root.querySelector(".ta-legend").replaceChildren(...rows);
  }

  writeText() {
    const { pieces, names, language } = this.data;
    if (language) this.text.setAttribute("lang", language);
    this.ofPlace.clear();
    const out = document.createDocumentFragment();
    let before = "";
    for (const [text, name, ...claims] of pieces) {
      let node = document.createTextNode(text);
      if (name >= 0) {
        const { kind, place, chosen } = names[name];
        const opens = kind !== "decoy" || names[name].candidates.length > 0;
        const label = opens ? `${text}: ${this.data.legend.find(([k]) => k === kind)?.[1] ?? kind}` : undefined;
        node = make("span", { class: "ta-n", "data-kind": kind, "data-name": name, "data-chosen": chosen, dir: RIGHT_TO_LEFT.test(text) && !RIGHT_TO_LEFT.test(before.slice(-1)) ? "auto" : undefined, role: opens ? "button" : undefined, tabindex: opens ? "0" : undefined, "aria-label": label, title: names[name].reason || undefined }, node);
        if (place && !this.ofPlace.has(place)) this.ofPlace.set(place, []);
        if (place) this.ofPlace.get(place).push(node);
      }
      if (claims.length) node = make("span", { class: "ta-said", "data-claims": claims.join(" ") }, node);
      out.append(node);
      before = text;
    }
    this.text.replaceChildren(out);
  }

  listen() {
    const nameOf = (event) => event.target.closest?.(".ta-n[data-name]");
    const over = (event) => {
      const name = nameOf(event);
      const said = event.target.closest?.(".ta-said[data-claims]");
      if (name) this.light(this.data.names[name.dataset.name].place);
      else if (said) this.light(this.data.claims[said.dataset.claims.split(" ")[0]].place);
      else this.light(null);
    };
    this.text.addEventListener("mouseover", over);
    this.text.addEventListener("focusin", over);
    this.text.addEventListener("mouseleave", () => this.light(null));
    this.text.addEventListener("click", (event) => {
      const name = nameOf(event);
      const said = event.target.closest?.(".ta-said[data-claims]");
      if (name?.hasAttribute("tabindex")) this.openName(Number(name.dataset.name));
      else if (said && !window.getSelection().toString()) this.openClaims(said.dataset.claims.split(" ").map(Number), said);
    });
    this.text.addEventListener("keydown", (event) => {
      if ((event.key !== "Enter" && event.key !== " ") || !nameOf(event)) return;
      event.preventDefault();
      this.openName(Number(nameOf(event).dataset.name));
    });
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.openName(undefined));
  }

  /** Light a place up wherever it stands: in the text, on the map, in the list. */
  light(place, scroll = false) {
    if (this.lit === place) return;
    for (const node of this.root.querySelectorAll("[data-lit]")) node.removeAttribute("data-lit");
    this.lit = place;
    if (!place) return;
    for (const node of this.ofPlace.get(place) ?? []) node.setAttribute("data-lit", "");
    for (const pin of this.pins.get(place) ?? []) pin.getElement()?.firstElementChild?.setAttribute("data-lit", "");
    this.card.querySelectorAll("li").forEach((row) => row.dataset.place === place && row.setAttribute("data-lit", ""));
    if (scroll) this.ofPlace.get(place)?.[0]?.scrollIntoView({ block: "nearest" });
  }

  openName(number, fit = true) {
    this.opened = number;
    this.root.toggleAttribute("data-open", number !== undefined);
    this.card.replaceChildren(...(number === undefined ? this.hint() : this.nameCard(this.data.names[number])));
    if (!this.map) return;
    this.drawPins();
    if (!fit) return;
    if (number === undefined) this.fitAll();
    else {
      this.fit(this.data.names[number].candidates.map(([place]) => place));
      this.keepInView(this.text.querySelector(`.ta-n[data-name="${number}"]:hover, .ta-n[data-name="${number}"]:focus`));
    }
  }

  /** Tell what a sentence was read as. */
  openClaims(numbers, said) {
    this.openName(undefined, false);
    const close = this.closer();
    const rows = numbers.map((number) => {
      const { place, says, when, color, grade } = this.data.claims[number];
      const { name, detail } = this.data.places[place] ?? { name: "", detail: "" };
      const row = make("li", { "data-place": place ?? undefined, style: `--t-claim:${color}` }, make("i", { class: "ta-side-of" }), make("div", {}, make("strong", {}, says), make("span", {}, [name, detail].filter(Boolean).join(" · ")), make("span", { class: "ta-quiet" }, [when, `grade ${grade}`, "read by machine", this.isAmbiguous(place) && "which place is meant is ambiguous"].filter(Boolean).join(" · "))));
      row.addEventListener("mouseenter", () => this.light(place));
      row.addEventListener("mouseleave", () => this.light(null));
      return row;
    });
    this.card.replaceChildren(close, make("h2", {}, plural(rows.length, "claim")), make("p", { class: "ta-quiet" }, "What this sentence was read as."), make("ol", {}, ...rows));
    this.root.toggleAttribute("data-open", true);
    if (this.map) this.fit(numbers.map((number) => this.data.claims[number].place));
    this.keepInView(said);
  }

  isAmbiguous(place) {
    return this.data.names.some((name) => name.kind === "ambiguous" && name.place === place);
  }

  closer() {
    const close = make("button", { type: "button", class: "ta-close", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.openName(undefined));
    return close;
  }

  /** On a phone map and card slide up over the lower part of the text: what was touched stays above them. */
  keepInView(node) {
    if (window.matchMedia("(max-width: 820px)").matches) node?.scrollIntoView({ block: "start", behavior: "smooth" });
  }

  hint() {
    const count = Object.keys(this.data.places).length;
    return [make("p", { class: "ta-quiet" }, count ? "Click a name to see what else it may mean, a marked sentence to see what was read from it." : "No name of this text is a place of the gazetteer.")];
  }

  nameCard(name) {
    const { places, canChoose, legend } = this.data;
    const word = legend.find(([kind]) => kind === name.kind)?.[1] ?? name.kind;
    const parts = [this.closer(), make("h2", { dir: "auto" }, name.text), make("p", { class: "ta-quiet" }, [word, name.reason].filter(Boolean).join(" · "))];
    const choosable = canChoose && name.kind !== "demonym";
    if (!canChoose && name.candidates.length > 1) parts.push(make("p", { class: "ta-quiet" }, "Once the article is stored you can choose which one is meant."));
    if (choosable) parts.push(this.scopes());
    const rows = name.candidates.map(([id, score, reason, km], index) => {
      const place = places[id];
      const chosen = id === name.place;
      const facts = [`score ${score.toFixed(2)}`, km ? `${km.toLocaleString("en")} km away` : index ? "under 1 km away" : "", place.people ? `${place.people.toLocaleString("en")} people` : ""].filter(Boolean).join(" · ");
      const body = make("div", {}, make("strong", {}, place.name), place.local ? " " : "", place.local ? make("bdi", {}, place.local) : "", make("span", {}, place.detail), make("span", { class: "ta-quiet" }, facts), make("span", { class: "ta-quiet" }, reason));
      const row = make("li", { "data-place": id, "data-chosen": chosen }, make("i", {}, String(index + 1)), body);
      if (choosable) row.append(chosen && name.chosen ? make("span", { class: "ta-quiet" }, "chosen") : this.button(chosen ? "Confirm" : "Choose", { name: name.text, place: id }, `${chosen ? "Confirm" : "Choose"} ${place.name}, ${place.detail}`));
      row.addEventListener("mouseenter", () => this.light(id));
      row.addEventListener("mouseleave", () => this.light(null));
      return row;
    });
    if (rows.length) parts.push(make("ol", {}, ...rows));
    if (choosable) parts.push(make("div", { class: "ta-row" }, this.button("Not a place", { name: name.text, answer: "not-a-place" }), this.button("Leave unresolved", { name: name.text, answer: "unresolved" })));
    return parts;
  }

  scopes() {
    const { publisher } = this.data;
    const choices = [["article", "this article"], ...(publisher ? [["source", `always in ${publisher}`]] : []), ["always", "always"]];
    const set = make("fieldset", {}, make("legend", {}, "My choice holds for"));
    for (const [value, label] of choices) {
      const input = make("input", { type: "radio", name: "ta-scope", value, checked: value === this.scope });
      input.addEventListener("change", () => (this.scope = value));
      set.append(make("label", {}, input, label));
    }
    return set;
  }

  button(label, choice, spoken) {
    const node = make("button", { type: "button", "aria-label": spoken }, label);
    node.addEventListener("click", () => {
      this.card.querySelectorAll("button").forEach((other) => (other.disabled = true));
      this.tell({ answer: "place", ...choice, scope: this.scope, article: this.data.id });
    });
    return node;
  }

  async drawMap(fit) {
    const { scripts, styles, basemap } = this.data;
    try {
      await Promise.all(styles.map(load));
      for (const script of scripts) await load(script);
    } catch {
      this.frame.textContent = "The map could not be loaded. Reload the page.";
      return;
    }
    if (!this.frame.isConnected) return;
    if (!this.map) {
      const holder = make("div", { id: `ta-map-${Math.round(performance.now() * 1000)}`, role: "application", "aria-label": "Map of the places of this article" });
      this.frame.replaceChildren(holder);
      this.map = window.TerritoryPlayer.map(holder.id, { center: [34.2, 53], zoom: 4, theme: theme(), basemap });
      this.map.territoryTheme && (this.drawnTheme = theme());
      this.group = window.L.layerGroup().addTo(this.map);
      window.L.control.zoom({ position: "topright" }).addTo(this.map);
      fit = true;
    }
    if (this.drawnTheme !== theme()) this.map.setTerritoryTheme((this.drawnTheme = theme()));
    this.drawPins();
    if (fit) this.fitAll();
  }

  drawPins() {
    this.group.clearLayers();
    this.pins.clear();
    const { names, places } = this.data;
    const open = names[this.opened];
    const drawn = new Set(open?.candidates.map(([id]) => id));
    for (const name of names) {
      const own = name.kind === "ambiguous" ? name.candidates.map(([id]) => id) : name.kind === "found" ? [name.place] : [];
      for (const id of own) {
        if (!id || drawn.has(id) || !places[id]) continue;
        drawn.add(id);
        this.pin(id, name.kind, name.kind === "ambiguous" ? "?" : "", name.text);
      }
    }
    open?.candidates.forEach(([id], index) => this.pin(id, "candidate", String(index + 1), open.text, id === open.place, 1000 - 10 * index));
  }

  pin(id, kind, sign, text, chosen = false, above = 0) {
    const { L } = window;
    const place = this.data.places[id];
    const face = make("div", { class: "ta-pin", "data-kind": kind, "data-chosen": chosen, style: `width:${kind === "found" ? 14 : SIZE}px;height:${kind === "found" ? 14 : SIZE}px` }, sign);
    const size = kind === "found" ? 14 : SIZE;
    const label = `${place.name}, ${place.detail}`;
    const marker = L.marker([place.lat, place.lon], { icon: L.divIcon({ html: face, className: "", iconSize: [size, size] }), zIndexOffset: above });
    marker.on("mouseover", () => this.light(id)).on("mouseout", () => this.light(null));
    marker.on("click", () => {
      const first = this.ofPlace.get(id)?.[0];
      first?.scrollIntoView({ block: "center", behavior: "smooth" });
      const number = first ? Number(first.dataset.name) : this.data.names.findIndex((name) => name.candidates.some(([other]) => other === id));
      if (number >= 0 && number !== this.opened) this.openName(number, false);
    });
    marker.bindTooltip(make("span", {}, make("strong", {}, place.name), make("br"), place.detail), { direction: "top", offset: [0, -8] });
    marker.addTo(this.group);
    const node = marker.getElement();
    node?.setAttribute("aria-label", `${text}: ${label}`);
    node?.addEventListener("focus", () => this.light(id));
    node?.addEventListener("blur", () => this.light(null));
    this.pins.set(id, [...(this.pins.get(id) ?? []), marker]);
  }

  fitAll() {
    const { names, claims } = this.data;
    const found = names.filter((name) => name.kind === "found").map((name) => name.place);
    const said = claims.map((claim) => claim.place).filter(Boolean);
    // Where claims are is what matters; a capital that is only quoted would show half the world.
    this.fit(said.length ? said : found.length ? found : Object.keys(this.data.places));
  }

  fit(ids) {
    const points = ids.map((id) => this.data.places[id]).filter(Boolean).map(({ lat, lon }) => [lat, lon]);
    this.map.invalidateSize({ animate: false });
    if (points.length) this.map.fitBounds(window.L.latLngBounds(points), { padding: [44, 44], maxZoom: NEAR_ZOOM, animate: false });
  }

  end() {
    this.map?.remove();
  }
}

const readers = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".ta");
  if (!readers.has(root)) readers.set(root, new Reader(root, (choice) => setTriggerValue("chosen", choice)));
  const reader = readers.get(root);
  reader.tell = (choice) => setTriggerValue("chosen", choice);
  reader.show(data);
  return () => root.isConnected || reader.end();
}
