/** Runs the clock: play, pause, loop, speed. */

import { SPEEDS } from "./timebar.js";

/** A frame that comes later than this moves no more days than one that comes in time. */
const LONGEST_FRAME_MS = 250;

export class Playback {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.speed = SPEEDS[1][0];
    this.loop = false;
    this.playing = false;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    const { player } = this;
    if (!player.data || this.playing || player.data.span[0] === player.data.span[1]) return;
    if (player.day >= player.data.span[1]) player.setDay(player.data.span[0], { pulse: false });
    this.playing = true;
    this._exact = player.day;
    this._then = null;
    player.bridge.hold();
    player.notify("Play");
    this._frame = requestAnimationFrame((now) => this._tick(now));
  }

  _tick(now) {
    if (!this.playing) return;
    const { player } = this;
    const past = this._then === null ? 0 : Math.min(LONGEST_FRAME_MS, now - this._then);
    this._then = now;
    this._exact += (past / 1000) * this.speed;
    const [first, last] = player.data.span;
    if (this._exact >= last) {
      player.setDay(last);
      if (!this.loop) return this.pause();
      this._exact = first;
      player.effects.clearPulses();
      player.setDay(first, { pulse: false });
    } else player.setDay(Math.floor(this._exact));
    this._frame = requestAnimationFrame((time) => this._tick(time));
  }

  pause({ report = true } = {}) {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this._frame);
    this.player.notify("Play");
    this.player.step.announce();
    if (report) this.player.settle("date");
  }
}
