/* global INSIDE: the style and the elements, set before this text when it is served. */
/** Link and citation to copy, and a picture of the map. The link is the page's own address, so it is always this view. */

/** Put a text where it can be pasted; where the browser forbids that, leave it selected. */
async function copy(field, say, what) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(`${what} copied.`);
  } catch {
    say(document.execCommand("copy") ? `${what} copied.` : "Your browser keeps us from copying: press Ctrl+C.");
  }
}

function mapButton() {
  try {
    return document.querySelector(".st-key-map iframe")?.contentDocument?.querySelector(".tp-tools [aria-label^='Save a picture']");
  } catch {
    return null;
  }
}

export default function share({ parentElement, data }) {
  const root = parentElement.querySelector(".share");
  if (!root.childElementCount) root.innerHTML = INSIDE;
  const find = (css) => root.querySelector(css);
  const say = (text) => (find("p").textContent = text);
  const link = find(".link");
  const citation = find(".citation");
  const write = () => {
    link.value = window.location.href;
    citation.value = `${data.citation} ${window.location.href}`;
  };
  write();
  find(".copy-link").onclick = () => (write(), copy(link, say, "Link"));
  find(".copy-citation").onclick = () => (write(), copy(citation, say, "Citation"));
  find(".picture").hidden = !mapButton();
  find(".picture").onclick = () => {
    mapButton()?.click();
    say("The picture is saved with legend, date and credit.");
  };
}
