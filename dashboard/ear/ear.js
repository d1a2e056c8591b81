/** Between the map's frame and the panel: reports of the map go to the panel's rerun, commands go to the map. */

const RETRY_MS = 60;
const heard = new WeakSet();
let tell = null;
let command = null;
let timer = 0;

/** The window of the map's frame, once the player's script is there; null before. */
function mapWindow() {
  const frame = document.querySelector(".st-key-map iframe")?.contentWindow;
  try {
    return frame?.TerritoryPlayer && frame.Streamlit ? frame : null;
  } catch {
    return null;
  }
}

function attach() {
  clearTimeout(timer);
  const frame = mapWindow();
  if (!frame) {
    timer = setTimeout(attach, RETRY_MS);
    return;
  }
  if (!heard.has(frame)) {
    heard.add(frame);
    const before = frame.Streamlit.setComponentValue;
    frame.Streamlit.setComponentValue = (value) =>
      tell && value && typeof value === "object" && "seq" in value ? tell(value) : before(value);
  }
  if (!command) return;
  frame.TerritoryPlayer.command(command);
  command = null;
}

export default function ear({ data, setTriggerValue }) {
  tell = (report) => setTriggerValue("report", report);
  command = { ...command, ...data };
  attach();
}
