/** Moves a layer from day to day and says what changed, without looking at what did not. */

/** Shares of the half-life after which a state is shown one shade less certain. */
export const STALE_AT = [0.25, 0.5, 1, 1.5, 2];
/** Width in days of the span in which a change lies, by precision: day, week, month, season, year. */
const SPREAD = [0, 7, 31, 122, 366];
export const FADE_STEPS = 5;

/** The current interval of each feature, with its shade and fade, kept up by sorted events. */
export class LayerClock {
  /** @param {import("./data.js").LayerData} layer @param {number} halfLife days; 0: no fading */
  constructor(layer, halfLife) {
    this.layer = layer;
    this.halfLife = halfLife;
    this.current = new Int32Array(layer.size).fill(-1);
    this.stale = new Uint8Array(layer.size);
    this.fade = new Uint8Array(layer.size).fill(FADE_STEPS);
    this.day = null;
    this._stamp = new Int32Array(layer.size);
    this._round = 0;
    this._dirty = new Int32Array(layer.size);
    this._position = 0;
    this._buildEvents();
  }

  /** How long the change at an interval's start is spread, no longer than the interval itself. */
  spread(interval) {
    const { layer } = this;
    if (layer.since[interval] !== layer.start[interval]) return 0;
    return Math.min(SPREAD[layer.precision[interval]], layer.end[interval] - layer.start[interval]);
  }

  _buildEvents() {
    const days = [];
    const features = [];
    const { layer } = this;
    const push = (day, feature) => {
      days.push(day);
      features.push(feature);
    };
    for (let i = 0; i < layer.count; i++) {
      const feature = layer.feature[i];
      push(layer.start[i], feature);
      if (layer.end[i] !== 2147483647) push(layer.end[i], feature);
      const spread = this.spread(i);
      for (let k = 1; k <= FADE_STEPS && spread > 1; k++) push(layer.start[i] + Math.ceil((k * spread) / FADE_STEPS), feature);
      if (this.halfLife > 0) this._staleEvents(i, push);
    }
    const order = sortedOrder(days);
    this.eventDay = Int32Array.from(order, (k) => days[k]);
    this.eventFeature = Int32Array.from(order, (k) => features[k]);
  }

  _staleEvents(interval, push) {
    const { layer } = this;
    const said = layer.evidenceDays(interval);
    said.forEach((day, index) => {
      if (index > 0) push(day, layer.feature[interval]);
      const until = Math.min(said[index + 1] ?? layer.end[interval], layer.end[interval]);
      for (const share of STALE_AT) {
        const turn = day + Math.ceil(share * this.halfLife);
        if (turn >= until) break;
        push(turn, layer.feature[interval]);
      }
    });
  }

  /** Events up to and including a day. */
  _eventsUpTo(day) {
    let low = 0;
    let high = this.eventDay.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.eventDay[middle] <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Go to a day.
   * @param {number} day
   * @returns {Int32Array} numbers of the features whose look may have changed (valid until the next call)
   */
  seek(day) {
    const target = this._eventsUpTo(day);
    const moved = Math.abs(target - this._position);
    const whole = this.day === null || moved > this.layer.size;
    const count = whole ? this._seekAll(day) : this._seekEvents(day, target);
    this._position = target;
    this.day = day;
    return this._dirty.subarray(0, count);
  }

  _seekEvents(day, target) {
    const [from, to] = target > this._position ? [this._position, target] : [target, this._position];
    this._round++;
    let count = 0;
    for (let k = from; k < to; k++) {
      const feature = this.eventFeature[k];
      if (this._stamp[feature] === this._round) continue;
      this._stamp[feature] = this._round;
      if (this._update(feature, day)) this._dirty[count++] = feature;
    }
    return count;
  }

  _seekAll(day) {
    let count = 0;
    for (let feature = 0; feature < this.layer.size; feature++) {
      if (this._update(feature, day) || this.day === null) this._dirty[count++] = feature;
    }
    return count;
  }

  /** Bring one feature up to the day; whether anything about it changed. */
  _update(feature, day) {
    const { layer } = this;
    const interval = layer.at(feature, day);
    const stale = interval < 0 ? 0 : this._staleness(interval, day);
    const fade = interval < 0 ? FADE_STEPS : this._fadeStep(interval, day);
    const same = interval === this.current[feature] && stale === this.stale[feature] && fade === this.fade[feature];
    this.current[feature] = interval;
    this.stale[feature] = stale;
    this.fade[feature] = fade;
    return !same;
  }

  _staleness(interval, day) {
    if (!(this.halfLife > 0)) return 0;
    const age = day - this.layer.lastEvidence(interval, day);
    let shade = 0;
    while (shade < STALE_AT.length && age >= Math.ceil(STALE_AT[shade] * this.halfLife)) shade++;
    return shade;
  }

  _fadeStep(interval, day) {
    const spread = this.spread(interval);
    if (spread <= 1) return FADE_STEPS;
    const past = day - this.layer.start[interval];
    let step = 0;
    while (step < FADE_STEPS && past >= Math.ceil(((step + 1) * spread) / FADE_STEPS)) step++;
    return step;
  }
}

/** The days on which a layer's holders, rivals or statuses change. The first state of a feature is not a change. */
export class ChangeList {
  /** @param {import("./data.js").LayerData} layer */
  constructor(layer) {
    const found = [];
    for (let i = 1; i < layer.count; i++) {
      if (layer.feature[i] === layer.feature[i - 1] && layer.differs(i - 1, i)) found.push(i);
    }
    found.sort((a, b) => layer.start[a] - layer.start[b] || layer.feature[a] - layer.feature[b]);
    this.layer = layer;
    this.after = Int32Array.from(found);
    this.day = Int32Array.from(found, (i) => layer.start[i]);
  }

  /** First index whose day is later than `day`. */
  firstAfter(day) {
    let low = 0;
    let high = this.day.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.day[middle] <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The nearest day with a change that `accepts`.
   * @param {number} day @param {1|-1} direction @param {(interval: number) => boolean} accepts
   * @returns {number|null}
   */
  nearest(day, direction, accepts) {
    if (direction > 0) {
      for (let k = this.firstAfter(day); k < this.day.length; k++) if (accepts(this.after[k])) return this.day[k];
      return null;
    }
    for (let k = this.firstAfter(day - 1) - 1; k >= 0; k--) if (accepts(this.after[k])) return this.day[k];
    return null;
  }

  /** The changes with from < day <= to: numbers of the intervals that began. */
  between(from, to) {
    return this.after.subarray(this.firstAfter(from), this.firstAfter(to));
  }
}

/** Indices that put days in order (stable). @param {number[]} days */
function sortedOrder(days) {
  const order = Uint32Array.from(days, (_, index) => index);
  return order.sort((a, b) => days[a] - days[b] || a - b);
}
