/** Keys. Arrows move time, everywhere; with Alt they move the map. */

/** The keys, for the help text. */
export const KEYS = [
  ["Space", "play, pause"],
  ["← →", "step back, forward by the chosen unit"],
  ["Shift + ← →", "step by the next larger unit"],
  ["n  p", "next, previous change"],
  ["Home  End", "first, last day"],
  ["Alt + arrows", "move the map"],
  ["+  −", "zoom"],
  ["Esc", "close the place"],
];

const LARGER = { day: "week", week: "month", month: "year", year: "year" };
const PAN = { ArrowLeft: [-120, 0], ArrowRight: [120, 0], ArrowUp: [0, -120], ArrowDown: [0, 120] };

/** @param {HTMLElement} root @param {import("./player.js").Player} player @returns {() => void} stops listening */
export function listenToKeys(root, player) {
  const onKey = (event) => {
    if (event.defaultPrevented && event.target !== player.bar?.slider) return;
    if (event.ctrlKey || event.metaKey || isField(event.target)) return;
    player.bridge.pressKey();
    if (!handle(event, player)) {
      player.bridge.releaseKey();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onUp = () => player.bridge.releaseKey();
  const onLeave = () => player.bridge.leave();
  document.addEventListener("keydown", onKey);
  document.addEventListener("keyup", onUp);
  window.addEventListener("blur", onLeave);
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("keyup", onUp);
    window.removeEventListener("blur", onLeave);
  };
}

function isField(node) {
  if (!(node instanceof HTMLElement)) return false;
  if (node instanceof HTMLInputElement) return !["checkbox", "range", "button"].includes(node.type);
  return node.isContentEditable || ["SELECT", "TEXTAREA"].includes(node.tagName);
}

/** @returns {boolean} whether the key meant something */
function handle(event, player) {
  const { key, target } = event;
  if (event.altKey) return key in PAN && pan(player, PAN[key]);
  const onButton = target instanceof HTMLElement && ["BUTTON", "SUMMARY", "A"].includes(target.tagName);
  const onBox = target instanceof HTMLInputElement && target.type === "checkbox";
  if (key === " ") return !onButton && !onBox && done(() => player.playback.toggle());
  const unit = event.shiftKey ? LARGER[player.unit] : player.unit;
  if (key === "ArrowRight" || key === "ArrowUp") return done(() => player.stepBy(1, unit));
  if (key === "ArrowLeft" || key === "ArrowDown") return done(() => player.stepBy(-1, unit));
  if (key === "Home") return done(() => player.goTo(-Infinity, { report: "date" }));
  if (key === "End") return done(() => player.goTo(Infinity, { report: "date" }));
  if (key === "n") return done(() => player.jump(1));
  if (key === "p") return done(() => player.jump(-1));
  if (key === "+" || key === "=") return done(() => player.map.zoomIn());
  if (key === "-") return done(() => player.map.zoomOut());
  if (key === "Escape" && player.notices.dismiss()) return true;
  if (key === "Escape" && player.selected) return done(() => player.select(null));
  return false;
}

function done(action) {
  action();
  return true;
}

function pan(player, by) {
  player.map.panBy(by);
  return true;
}
