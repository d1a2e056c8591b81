/** What the page says: a note that can be closed, a failure with another try, and words for screen readers. */

import { el } from "./dom.js";

const SAY_MS = 700;

export class Notices {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.live = el("div", { class: "tp-hidden", "aria-live": "polite", role: "status" });
    this.node = el("div", { class: "tp-notice", role: "status" });
    this.node.hidden = true;
    root.append(this.live, this.node);
  }

  /**
   * Show a sentence. @param {"loading"|"failed"|"note"} kind @param {string} text
   * @param {(() => void)|null} retry what 'try again' does
   */
  show(kind, text, retry = null) {
    this.node.dataset.kind = kind;
    this.node.replaceChildren(el("span", { text }));
    if (retry) this.add(el("button", { type: "button", class: "tp-reset", text: "Try again", on: { click: retry } }));
    if (kind === "note") {
      const close = () => this.hide();
      this.add(el("button", { type: "button", class: "tp-textbutton", text: "close", on: { click: close } }));
    }
    this.node.hidden = false;
  }

  /** Put something below the sentence. @param {HTMLElement} node */
  add(node) {
    this.node.append(node);
  }

  hide() {
    this.node.hidden = true;
  }

  /** Close the note, if one is shown. @returns {boolean} */
  dismiss() {
    const shown = !this.node.hidden && this.node.dataset.kind === "note";
    if (shown) this.hide();
    return shown;
  }

  /** Let a screen reader say something once the hand rests. @param {() => string} words */
  announceSoon(words) {
    clearTimeout(this._saying);
    this._saying = setTimeout(() => {
      this.live.textContent = words();
    }, SAY_MS);
  }
}
