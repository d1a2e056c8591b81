/** Small helpers for elements. Text from outside only ever becomes text: nothing here reads markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  back: "M15 5 8 12l7 7",
  forward: "m9 5 7 7-7 7",
  previous: "M6 5v14M18 5l-8 7 8 7",
  next: "M18 5v14M6 5l8 7-8 7",
  loop: "M4 12a7 7 0 0 1 12-5l3 3M19 5v5h-5M20 12a7 7 0 0 1-12 5l-3-3M5 19v-5h5",
  layers: "m12 4 9 5-9 5-9-5zM3 14l9 5 9-5",
  close: "M6 6l12 12M18 6 6 18",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01",
  quote: "M5 17c3 0 4-2 4-5H5V7h6v5c0 5-2 8-6 8zM14 17c3 0 4-2 4-5h-4V7h6v5c0 5-2 8-6 8z",
  pulse: "M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7.5 7.5a6.4 6.4 0 0 0 0 9M16.5 7.5a6.4 6.4 0 0 1 0 9M4.7 4.7a10.3 10.3 0 0 0 0 14.6M19.3 4.7a10.3 10.3 0 0 1 0 14.6",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18h.01",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  compare: "M12 3v18M4 6h5v12H4M20 6h-5v12h5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  home: "M4 11 12 4l8 7M6 10v9h12v-9",
};
const SOLID = new Set(["play", "pause", "quote"]);

/**
 * Make an element. `text` becomes its text, `on` its listeners, `class` its class; other keys become attributes.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "class") node.className = value;
    else if (name === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (name === "style") for (const [key, css] of Object.entries(value)) node.style.setProperty(key, css);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** @param {keyof ICONS} name @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", SOLID.has(name) ? "tp-icon tp-solid" : "tp-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and has a name. */
export function iconButton(name, label, onClick, props = {}) {
  const { class: extra = "", ...rest } = props;
  return el(
    "button",
    { type: "button", class: `tp-button ${extra}`.trim(), "aria-label": label, title: label, on: { click: onClick }, ...rest },
    icon(name),
  );
}

/** Replace what a button shows. */
export function setIcon(button, name, label) {
  button.replaceChildren(icon(name));
  button.setAttribute("aria-label", label);
  button.title = label;
}

/** Set text only where it differs, so that a step touches few nodes. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A name in a script of its own: direction is found from the text. */
export function localName(text, className = "tp-local") {
  return el("bdi", { class: className, dir: "auto", text });
}

/** A link to a source; an address that is not http(s) becomes plain text. */
export function outLink(url, text, className = "tp-link") {
  if (!/^https?:\/\//i.test(url ?? "")) return el("span", { class: className, text });
  return el("a", { class: className, href: url, target: "_blank", rel: "noopener noreferrer nofollow", text });
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** Whether the reader has asked for less motion. */
export function reducedMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
