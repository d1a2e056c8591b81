/* global INSIDE: the style and the elements, set before this text when it is served. */
/** Rows below headings. Texts, colours and sources come once each, and rows name them by number. Text is only ever text. */

const FEW = 8;
const noted = new WeakMap();

function element(name, text, css = "") {
  const node = document.createElement(name);
  node.textContent = text;
  if (css) node.className = css;
  return node;
}

function swatch(css, fill) {
  const node = element("i", "", css);
  node.style.background = fill;
  return node;
}

function row([place, name, text, was, is, source], { texts, fills, sources }, pick) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(swatch("was", fills[was]), swatch("is", fills[is]), element("strong", name));
  button.append(element("small", texts[text]));
  if (source >= 0) button.append(element("small", sources[source], "source"));
  button.addEventListener("click", () => pick(place));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function section([title, value, rows], data, pick) {
  const box = document.createElement("section");
  const head = element("h3", `${title} `);
  head.append(element("span", String(rows.length)));
  const list = document.createElement("ul");
  list.append(...rows.map((one) => row(one, data, (place) => pick([place, value]))));
  box.append(head, list);
  return box;
}

function narrow(root) {
  const wanted = root.querySelector("input").value.trim().toLowerCase();
  let found = 0;
  for (const box of root.querySelectorAll("section")) {
    const items = [...box.querySelectorAll("li")];
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    box.hidden = items.every((item) => item.hidden);
    found += items.filter((item) => !item.hidden).length;
  }
  root.querySelector(".none").textContent = found ? "" : "No row has this text.";
}

/** What the app sent: JSON, deflated. @param {Uint8Array} bytes */
function unpacked(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
}

export default async function rows({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".rows");
  if (!noted.has(root)) {
    root.innerHTML = INSIDE;
    root.querySelector("input").addEventListener("input", () => narrow(root));
  }
  const sent = data.join();
  if (noted.get(root) === sent) return;
  noted.set(root, sent);
  const told = await unpacked(data);
  if (noted.get(root) !== sent) return; // a newer one has come meanwhile
  const input = root.querySelector("input");
  const pick = (picked) => setTriggerValue("picked", picked);
  root.querySelector(".list").replaceChildren(...told.sections.map((one) => section(one, told, pick)));
  input.hidden = told.sections.reduce((sum, one) => sum + one[2].length, 0) < FEW;
  if (input.hidden) input.value = "";
  narrow(root);
}
