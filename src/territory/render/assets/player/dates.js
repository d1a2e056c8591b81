/** Days as whole numbers since 1970-01-01 (UTC), and how they are written and read. */

const MS = 86_400_000;
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

/** @param {string} iso `YYYY-MM-DD` @returns {number|null} */
export function dayNumber(iso) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso ?? "")) return null;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== iso ? null : ms / MS;
}

/** @param {number} day @returns {string} `YYYY-MM-DD` */
export function isoDate(day) {
  return new Date(day * MS).toISOString().slice(0, 10);
}

/** @param {number} day @returns {{year: number, month: number, date: number}} `month` counts from 0 */
export function dateParts(day) {
  const d = new Date(day * MS);
  return { year: d.getUTCFullYear(), month: d.getUTCMonth(), date: d.getUTCDate() };
}

/** @param {number} year @param {number} month may lie outside 0–11 @param {number} date clipped to the month's end */
export function dayOf(year, month, date) {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date, last)) / MS;
}

/** @param {number} day @returns {string} for example `9 July 2017` */
export function longDate(day) {
  const { year, month, date } = dateParts(day);
  return `${date} ${MONTHS[month]} ${year}`;
}

/** @param {number} day @returns {string} for example `Jul 2017` */
export function monthYear(day) {
  const { year, month } = dateParts(day);
  return `${MONTHS[month].slice(0, 3)} ${year}`;
}

/**
 * A date as exactly as it is known: a month-precise day is shown as its month, never as a day.
 * @param {number} day @param {string} precision
 */
export function datedAs(day, precision) {
  const { year, month } = dateParts(day);
  if (precision === "year") return `in ${year}`;
  if (precision === "season") return `${MONTHS[month]} – ${MONTHS[(month + 3) % 12]} ${month > 8 ? year + 1 : year}`;
  if (precision === "month") return `in ${MONTHS[month]} ${year}`;
  if (precision === "week") return `week of ${longDate(day)}`;
  return longDate(day);
}

/** Move by a unit. @param {number} day @param {"day"|"week"|"month"|"year"} unit @param {number} count */
export function stepDay(day, unit, count) {
  if (unit === "day") return day + count;
  if (unit === "week") return day + 7 * count;
  const { year, month, date } = dateParts(day);
  return dayOf(year, month + count * (unit === "year" ? 12 : 1), date);
}

/**
 * Read a date as people type it: `2014-06-10`, `10.6.2014`, `10 June 2014`, `June 10, 2014`, `June 2014`, `2014`.
 * @param {string} text @returns {number|null}
 */
export function parseTyped(text) {
  const clean = text.trim().toLowerCase().replace(/(\d)(st|nd|rd|th)\b/g, "$1").replace(/,/g, " ");
  const number = clean.match(/^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/);
  if (number) return checked(+number[1], +(number[2] ?? 1), +(number[3] ?? 1));
  const european = clean.match(/^(\d{1,2})[./](\d{1,2})[./](\d{4})$/);
  if (european) return checked(+european[3], +european[2], +european[1]);
  const year = clean.match(/\b(\d{4})\b/);
  const word = clean.match(/[a-z]{3,}/);
  if (!year || !word) return null;
  const month = MONTHS.findIndex((name) => name.toLowerCase().startsWith(word[0].slice(0, 3)));
  if (month < 0) return null;
  const date = clean.replace(year[0], "").match(/\b(\d{1,2})\b/);
  return checked(+year[1], month + 1, date ? +date[1] : 1);
}

/** @returns {number|null} the day, null if the calendar has no such date */
function checked(year, month, date) {
  const iso = `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  return dayNumber(iso);
}

/** A length of time in words. @param {number} days */
export function spanWords(days) {
  const plural = (n, unit) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  if (days < 61) return plural(days, "day");
  if (days < 730) return plural(Math.round(days / 30.44), "month");
  return plural(Math.round(days / 365.25), "year");
}
