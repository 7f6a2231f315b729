// The live stream: one connection for all views, read by fetch so that a key can go with it.

import { headers } from './api.js';

const PAUSES = [500, 1000, 2000, 5000];
const SILENT_MILLIS = 5_000;

/** A node reads the past before its first pulse. */
const FIRST_MILLIS = 15_000;
const MOST_MILLIS = 60_000;

/** What has come of the stream, for views that open later. */
class Live extends EventTarget {
  history = null;
  pulses = [];
  pulse = null;
  state = 'connecting';
  #attempt = 0;
  #abort = null;
  #silence = 0;
  #pulsedAt = 0;

  /** Follows the stream until the page is left, again and again. */
  async follow() {
    for (;;) {
      this.#abort = new AbortController();
      this.#pulsedAt = 0;
      this.#expect(Math.min(FIRST_MILLIS * 2 ** this.#attempt, MOST_MILLIS));
      try {
        await this.#read(this.#abort.signal);
      } catch (problem) {
        this.#turn(problem.status === 401 || problem.status === 403 ? 'locked' : 'away');
      }
      clearTimeout(this.#silence);
      const pause = PAUSES[Math.min(this.#attempt++, PAUSES.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Connects anew, with another key for instance. */
  restart() {
    this.#attempt = 0;
    this.#abort?.abort();
  }

  /** Gives the connection up where no pulse comes in time: one that broke on the way is silent, not closed. */
  #expect(millis) {
    clearTimeout(this.#silence);
    const connection = this.#abort;
    this.#silence = setTimeout(() => connection.abort(), millis);
  }

  /** Waits for as long as three pulses took, where a node sends them more slowly. */
  #pulsed() {
    const now = performance.now();
    this.#expect(Math.max(SILENT_MILLIS, this.#pulsedAt === 0 ? FIRST_MILLIS : 3 * (now - this.#pulsedAt)));
    this.#pulsedAt = now;
  }

  async #read(signal) {
    const response = await fetch('/v1/live', { headers: headers({ Accept: 'text/event-stream' }), signal });
    if (!response.ok) throw { status: response.status };
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw { status: 0 };
      buffer += value.replaceAll('\r', '');
      let end;
      while ((end = buffer.indexOf('\n\n')) >= 0) {
        this.#take(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
      }
    }
  }

  #take(block) {
    let name = 'message';
    const data = [];
    for (const line of block.split('\n')) {
      const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (field === 'event') name = value;
      else if (field === 'data') data.push(value);
    }
    if (data.length === 0) return;
    const content = JSON.parse(data.join('\n'));
    this.#attempt = 0;
    if (name === 'history') {
      this.history = content;
      this.pulses = [];
    } else if (name === 'pulse') {
      this.#pulsed();
      this.pulse = content;
      this.pulses.push(content);
      if (this.pulses.length > 1800) this.pulses.shift();
      this.#turn('up');
    }
    this.dispatchEvent(new CustomEvent(name, { detail: content }));
  }

  #turn(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  /** Calls a function with each event of a name until the signal says stop. */
  on(name, listener, signal) {
    this.addEventListener(name, (event) => listener(event.detail), { signal });
  }
}

export const live = new Live();
