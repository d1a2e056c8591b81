/** The timeline document, checked and turned into typed arrays. */

export const OPEN = 2147483647;
export const NO_DAY = -2147483648;
export const BESIEGED = 1;
export const CLAIMED_ONLY = 2;
export const SINGLE_SOURCE = 4;

const FORMAT = "territory-timeline/1";

/** What is wrong with a document, in words for the reader. */
export class DocumentError extends Error {}

/** One layer: features, and their intervals sorted by feature and start. */
export class LayerData {
  /** @param {any} raw @param {any} claims columns of the document's claims */
  constructor(raw, claims) {
    this.id = String(raw.id);
    this.title = String(raw.title);
    this.kind = raw.kind;
    this.features = raw.features;
    this.geometry = raw.geometry ?? null;
    this.size = raw.features.id.length;
    const columns = raw.intervals;
    this.count = columns.feature.length;
    this.feature = Int32Array.from(columns.feature);
    this.start = Int32Array.from(columns.start);
    this.since = Int32Array.from(columns.since);
    this.end = Int32Array.from(columns.end);
    this.holder = Int16Array.from(columns.holder);
    this.rival = Int16Array.from(columns.rival);
    this.status = Uint8Array.from(columns.status);
    this.flags = Uint8Array.from(columns.flags);
    this.probability = Uint8Array.from(columns.probability);
    this.precision = Uint8Array.from(columns.precision);
    this.evidence = Int32Array.from(columns.evidence);
    this.claimRefs = Int32Array.from(columns.claimRefs);
    this.claimFrom = offsets(columns.claimCount, this.count);
    this.first = this._firstIntervals();
    this.countries = [...new Set(raw.features.country)].sort();
    const number = new Map(this.countries.map((code, index) => [code, index]));
    this.country = Uint16Array.from(raw.features.country, (code) => number.get(code));
    this._claimDay = claims.day;
  }

  /** first[f] … first[f + 1] are the intervals of feature f. */
  _firstIntervals() {
    const first = new Int32Array(this.size + 1);
    for (let i = 0; i < this.count; i++) first[this.feature[i] + 1]++;
    for (let f = 0; f < this.size; f++) first[f + 1] += first[f];
    return first;
  }

  /** The interval of a feature on a day, -1 if unknown. */
  at(feature, day) {
    let low = this.first[feature];
    let high = this.first[feature + 1] - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.start[middle] > day) high = middle - 1;
      else if (this.end[middle] <= day) low = middle + 1;
      else return middle;
    }
    return -1;
  }

  /** The interval that ends where this one starts, -1 if there is none. */
  before(interval) {
    const previous = interval - 1;
    const same = previous >= 0 && this.feature[previous] === this.feature[interval];
    return same && this.end[previous] === this.start[interval] ? previous : -1;
  }

  /** The days inside an interval on which something was said, in order; its start is one of them. */
  evidenceDays(interval) {
    const days = [this.start[interval]];
    const add = (day) => {
      if (day > this.start[interval] && day < this.end[interval]) days.push(day);
    };
    const from = this.claimFrom[interval];
    const to = this.claimFrom[interval + 1];
    for (let k = from; k < to; k++) add(this._claimDay[this.claimRefs[k]]);
    if (from === to && this.evidence[interval] !== NO_DAY) add(this.evidence[interval]);
    return days.sort((a, b) => a - b);
  }

  /** The last day, up to `day`, on which something was said about an interval. */
  lastEvidence(interval, day) {
    let last = this.start[interval];
    for (let k = this.claimFrom[interval]; k < this.claimFrom[interval + 1]; k++) {
      const said = this._claimDay[this.claimRefs[k]];
      if (said <= day && said > last) last = said;
    }
    const noted = this.evidence[interval];
    return noted <= day && noted > last ? noted : last;
  }

  /** Whether two intervals of one feature differ in what the map shows. */
  differs(a, b) {
    return (
      this.holder[a] !== this.holder[b] ||
      this.rival[a] !== this.rival[b] ||
      this.status[a] !== this.status[b] ||
      (this.flags[a] & BESIEGED) !== (this.flags[b] & BESIEGED)
    );
  }
}

/** A whole document. */
export class TimelineData {
  /** @param {any} raw parsed JSON */
  constructor(raw) {
    if (raw?.format !== FORMAT) {
      throw new DocumentError(
        `This page reads timelines of the form ${FORMAT}; the file is ${String(raw?.format ?? "of another kind")}. ` +
          "Reload the page, or export the file again.",
      );
    }
    try {
      this._read(raw);
    } catch (error) {
      const where = error instanceof TypeError ? "" : ` (${error.message})`;
      throw new DocumentError(`The timeline is damaged${where}. Load it again.`);
    }
  }

  _read(raw) {
    this.title = String(raw.title ?? "");
    this.knownAt = raw.knownAt ?? null;
    this.statuses = raw.statuses;
    this.precisions = raw.precisions;
    this.kinds = raw.kinds;
    this.modalities = raw.modalities;
    this.types = raw.types;
    this.origins = raw.origins;
    this.actors = raw.actors;
    this.claims = raw.claims;
    this.sources = raw.sources;
    this.layers = raw.layers.map((layer) => new LayerData(layer, raw.claims));
    for (const layer of this.layers) checkLayer(layer, raw);
    this.main = this.layers.findLast((layer) => layer.size > 0) ?? this.layers.at(-1);
    this.span = raw.span ?? [0, 0];
    this.isEmpty = raw.span === null;
    this.actorNumber = new Map(raw.actors.code.map((code, index) => [code, index]));
  }

  /** A layer by its id. */
  layer(id) {
    return this.layers.find((layer) => layer.id === id) ?? null;
  }

  actorName(number) {
    return number < 0 ? "nobody known" : this.actors.name[number];
  }
}

/** Throw where a number points at nothing, or a column is short. @param {LayerData} layer @param {any} raw the document */
function checkLayer(layer, raw) {
  for (const name of ["start", "since", "end", "holder", "rival", "status", "flags", "probability", "precision", "evidence"]) {
    if (layer[name].length !== layer.count) throw new Error(`layer ${layer.id}, column ${name}`);
  }
  for (const [name, column] of Object.entries(layer.features)) {
    if (column.length !== layer.size) throw new Error(`layer ${layer.id}, column ${name}`);
  }
  const limits = { feature: layer.size, holder: raw.actors.code.length, rival: raw.actors.code.length };
  Object.assign(limits, { status: raw.statuses.length, precision: raw.precisions.length, claimRefs: raw.claims.day.length });
  for (const [name, limit] of Object.entries(limits)) {
    if (layer[name].some((number) => number >= limit || number < -1)) throw new Error(`layer ${layer.id}, column ${name}`);
  }
  if (layer.claimFrom[layer.count] !== layer.claimRefs.length) throw new Error(`layer ${layer.id}, column claimRefs`);
}

/** Running sums of counts, one longer than the counts. */
function offsets(counts, size) {
  const sums = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) sums[i + 1] = sums[i] + counts[i];
  return sums;
}

/**
 * Fetch JSON from an address, or from an element of this page (`#id`, compressed).
 * @param {string} address @param {AbortSignal} [signal]
 */
export async function loadJson(address, signal) {
  if (!address.startsWith("#")) {
    const answer = await fetch(address, { signal, credentials: "same-origin" });
    if (answer.status === 404) throw new DocumentError("The server has it no more (404). Reload the page.");
    if (!answer.ok) throw new DocumentError(`The server answered with an error (${answer.status}).`);
    return parsed(answer, signal);
  }
  const element = document.getElementById(address.slice(1));
  if (!element) throw new DocumentError("The page lacks its own data. Export it again.");
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return parsed(new Response(stream));
}

/** The JSON of an answer; says what is wrong if it was cut short or is something else. */
async function parsed(answer, signal) {
  try {
    return await answer.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new DocumentError("It arrived damaged or cut short.");
  }
}
