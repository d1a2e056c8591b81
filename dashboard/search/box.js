/** A combobox that asks the server as one types, and tells Streamlit what was chosen. Text is only ever text. */

const WAIT_MS = 130;

export default function ({ parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".box");
  if (root.dataset.ready) return;
  root.dataset.ready = "1";
  const input = root.querySelector("input");
  const list = root.querySelector("ul");
  let hits = [];
  let active = -1;
  let timer = 0;
  let asking = null;

  const open = (shown) => {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
  };

  const mark = (index) => {
    active = hits.length ? (index + hits.length) % hits.length : -1;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `hit-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const choose = (hit) => {
    setTriggerValue("picked", hit.key);
    input.value = "";
    hits = [];
    open(false);
    input.blur();
  };

  const row = (hit, index) => {
    const node = document.createElement("li");
    node.id = `hit-${index}`;
    node.setAttribute("role", "option");
    const name = document.createElement("strong");
    name.textContent = hit.name;
    const detail = document.createElement("small");
    detail.textContent = hit.detail;
    node.append(name);
    if (hit.local) {
      const local = document.createElement("bdi");
      local.textContent = hit.local;
      node.append(" ", local);
    }
    node.append(detail);
    node.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(hit);
    });
    return node;
  };

  const say = (text) => {
    const node = document.createElement("li");
    node.className = "note";
    node.textContent = text;
    list.replaceChildren(node);
    open(true);
  };

  const ask = async () => {
    const query = input.value.trim();
    asking?.abort();
    if (!query) {
      hits = [];
      return open(false);
    }
    asking = new AbortController();
    try {
      const reply = await fetch(`/territory/search?q=${encodeURIComponent(query)}`, { signal: asking.signal });
      if (!reply.ok) throw new Error(String(reply.status));
      hits = await reply.json();
    } catch (error) {
      if (error.name === "AbortError") return;
      hits = [];
      return say("The search does not answer. Try again in a moment.");
    }
    if (!hits.length) return say("Nothing is called that. Try another spelling, or the name in its own script.");
    list.replaceChildren(...hits.map(row));
    open(true);
    mark(0);
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };

  const keys = {
    ArrowDown: () => mark(active + 1),
    ArrowUp: () => mark(active - 1),
    Escape: () => {
      input.value = "";
      open(false);
    },
    Enter: async () => {
      clearTimeout(timer);
      if (list.hidden || active < 0) await ask();
      if (active >= 0 && hits[active]) choose(hits[active]);
    },
  };

  input.addEventListener("input", () => {
    active = -1;
    soon();
  });
  input.addEventListener("focus", () => input.value && ask());
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  const slash = (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  };
  document.addEventListener("keydown", slash);
  return () => document.removeEventListener("keydown", slash);
}
