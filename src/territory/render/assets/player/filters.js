/** What is shown: groups, countries, statuses, sources, confidence. Worked out per interval, once per change of filter. */

const SOURCE = 1;
const STATUS = 2;
const GROUP = 4;
const COUNTRY = 8;
export const SHOWN = SOURCE | STATUS | GROUP | COUNTRY;

/** Facets by the bit that they leave out when they count themselves. */
export const FACET = { groups: GROUP, statuses: STATUS, countries: COUNTRY };

/** Lists of names (null: all), and what follows from them for each interval. */
export class Filters {
  /** @param {import("./data.js").TimelineData} data */
  constructor(data) {
    this.data = data;
    this.groups = null;
    this.countries = null;
    this.statuses = null;
    this.grades = null;
    this.types = null;
    this.origins = null;
    this.without = [];
    this.minConfidence = 0;
    this.unknown = [];
    this._passes = new Map();
  }

  /**
   * Take over the fields that are given; names that the document does not have are dropped and listed in `unknown`.
   * @param {Record<string, any>} fields @returns {boolean} whether anything changed
   */
  assign(fields) {
    const before = JSON.stringify(this.toJson());
    const known = this._known();
    this.unknown = [];
    for (const name of ["groups", "countries", "statuses", "grades", "types", "origins"]) {
      if (fields[name] !== undefined) this[name] = this._pick(fields[name], known[name]);
    }
    if (fields.without !== undefined) this.without = this._pick(fields.without ?? [], known.publishers) ?? [];
    if (fields.minConfidence !== undefined) this.minConfidence = Math.min(1, Math.max(0, Number(fields.minConfidence) || 0));
    const changed = before !== JSON.stringify(this.toJson());
    if (changed) this._passes.clear();
    return changed;
  }

  _known() {
    const { data } = this;
    return {
      groups: new Set(data.actors.code),
      countries: new Set(data.layers.flatMap((layer) => layer.features.country)),
      statuses: new Set(data.statuses),
      grades: new Set("ABCDEF"),
      types: new Set(data.types),
      origins: new Set(data.origins),
      publishers: new Set(data.sources.publisher),
    };
  }

  /** The names that exist; a list of which none exists means all, so that an old address does not show nothing. */
  _pick(names, known) {
    if (!Array.isArray(names)) return null;
    const kept = [...new Set(names.map(String))].filter((name) => known.has(name));
    this.unknown.push(...names.map(String).filter((name) => !known.has(name)));
    if (names.length > 0 && kept.length === 0) return null;
    return kept.sort();
  }

  toJson() {
    const { groups, countries, statuses, grades, types, origins, without, minConfidence } = this;
    return { groups, countries, statuses, grades, types, origins, without, minConfidence };
  }

  /** Whether everything is shown. */
  get isOpen() {
    const lists = [this.groups, this.countries, this.statuses, this.grades, this.types, this.origins];
    return lists.every((list) => list === null) && this.without.length === 0 && this.minConfidence === 0;
  }

  /** A byte per interval of a layer: which of the four tests it passes. */
  passes(layer) {
    let found = this._passes.get(layer.id);
    if (!found) {
      found = this._test(layer);
      this._passes.set(layer.id, found);
    }
    return found;
  }

  _test(layer) {
    const { data } = this;
    const groups = bits(this.groups, data.actors.code);
    const statuses = bits(this.statuses, data.statuses);
    const countries = this.countries && new Set(this.countries);
    const claims = this._claimTest();
    const least = this.minConfidence * 100;
    const out = new Uint8Array(layer.count);
    for (let i = 0; i < layer.count; i++) {
      let pass = 0;
      if (layer.probability[i] >= least && (!claims || this._anyClaim(layer, i, claims))) pass |= SOURCE;
      if (!statuses || statuses[layer.status[i]]) pass |= STATUS;
      if (!groups || groups[layer.holder[i]] || groups[layer.rival[i]]) pass |= GROUP;
      if (!countries || countries.has(layer.features.country[layer.feature[i]])) pass |= COUNTRY;
      out[i] = pass;
    }
    return out;
  }

  /** A byte per claim, null if all pass. */
  _claimTest() {
    if (!this.grades && !this.types && !this.origins && this.without.length === 0) return null;
    const { claims, sources } = this.data;
    const grades = this.grades && new Set(this.grades);
    const types = bits(this.types, this.data.types);
    const origins = bits(this.origins, this.data.origins);
    const without = new Set(this.without);
    return Uint8Array.from(claims.source, (source, k) => {
      const graded = !grades || grades.has(sources.grade[source].charAt(0));
      const kept = !without.has(sources.publisher[source]);
      return graded && kept && (!types || types[claims.type[k]]) && (!origins || origins[claims.origin[k]]) ? 1 : 0;
    });
  }

  _anyClaim(layer, interval, claims) {
    for (let k = layer.claimFrom[interval]; k < layer.claimFrom[interval + 1]; k++) {
      if (claims[layer.claimRefs[k]]) return true;
    }
    return false;
  }
}

/** A byte per word: whether the list has it; null for no list. @param {string[]|null} list @param {string[]} words */
function bits(list, words) {
  if (!list) return null;
  const wanted = new Set(list);
  return Uint8Array.from(words, (word) => (wanted.has(word) ? 1 : 0));
}

/**
 * Count what is shown on the clock's day, each facet as if it did not filter itself.
 * @param {import("./clock.js").LayerClock} clock @param {Filters} filters
 */
export function countShown(clock, filters) {
  const { layer, current } = clock;
  const pass = filters.passes(layer);
  const { data } = filters;
  const [held, contested, elsewhere] = [0, 0, 0].map(() => new Int32Array(data.actors.code.length));
  const { holder: holders, rival: rivals, status, country } = layer;
  const statuses = new Int32Array(data.statuses.length);
  const inCountry = new Int32Array(layer.countries.length);
  let shown = 0;
  const contestedStatus = data.statuses.indexOf("contested");
  for (let feature = 0; feature < layer.size; feature++) {
    const i = current[feature];
    if (i < 0) continue;
    const ok = pass[i];
    if (ok === SHOWN) shown++;
    if ((ok | GROUP) === SHOWN) {
      const holder = holders[i];
      const rival = rivals[i];
      if (holder >= 0) {
        held[holder]++;
        if (status[i] === contestedStatus) contested[holder]++;
      }
      if (rival >= 0 && rival !== holder) elsewhere[rival]++;
    }
    if ((ok | STATUS) === SHOWN) statuses[status[i]]++;
    if ((ok | COUNTRY) === SHOWN) inCountry[country[feature]]++;
  }
  const groups = data.actors.code.map((_, k) => ({ held: held[k], contested: contested[k], elsewhere: elsewhere[k] }));
  const countries = new Map(layer.countries.map((code, number) => [code, inCountry[number]]));
  return { shown, groups, statuses, countries };
}
