// One user in front of a feed: reports what they do and asks for the next page at once.

import { get, post, routes } from '../api.js';
import { send, waits } from './outbox.js';

const COUNT = 10;
const DEVICE = 'web';
const GRACE_MILLIS = 1_000;
const GIVE_UP_MILLIS = 20_000;
const MOST_PENDING = 200;

const PAUSE = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Sends `page` ({page, cause}) with each new page, `state` with the user's state, `trace` with how far the last tap has
 * come, `missing` with why there is no first page, `problem` with what went wrong, and `kept` with why events are not stored
 * yet.
 */
export class Viewer extends EventTarget {
  page = null;
  missed = null;
  state = null;
  trace = null;
  #pending = [];
  #asked = 0;
  #lastMillis = 0;
  #known = false;
  #signal;

  constructor(user, signal) {
    super();
    this.user = user;
    this.#signal = signal;
  }

  /** An event of this user, stamped later than the one before. */
  event(kind, video, more = {}) {
    this.#lastMillis = Math.max(this.#lastMillis + 1, Date.now());
    return {
      eventId: `console-${crypto.randomUUID()}`,
      user: this.user,
      video: video.video,
      kind,
      occurredAt: this.#lastMillis,
      lengthMillis: video.lengthMillis,
      surface: 'main',
      device: DEVICE,
      ...more,
    };
  }

  /** Reports events; their next page comes as `page`. `cause` says what the visitor did. */
  async report(events, cause) {
    const trace = { cause, at: performance.now(), occurredAt: events.at(-1).occurredAt, watched: events.some((each) => each.kind === 'WATCH') };
    this.trace = trace;
    this.#pending = [...this.#pending, ...events].slice(-MOST_PENDING);
    const stored = send(events).then(
      () => this.#reach(trace, 'stored'),
      (problem) => this.#tell(events.some(waits) ? 'kept' : 'problem', problem));
    await this.ask(cause);
    this.#reach(trace, 'page');
    await stored;
    if (trace.stored) await this.#awaitState(trace);
  }

  /** Reports events as the view is left: nothing is asked for, and the browser sends them even where it leaves the page. */
  leave(events) {
    send(events, { keepalive: true }).catch(() => {}); // they wait for the next report
  }

  /** Asks for a page that knows everything reported so far. */
  async ask(cause) {
    const number = ++this.#asked;
    const events = this.#pending.map(({ user, ...event }) => event);
    try {
      const page = await post(routes.page(this.user), { count: COUNT, explain: true, device: DEVICE, events });
      if (number === this.#asked && !this.#signal.aborted) {
        this.page = page;
        this.missed = null;
        if (events.length === 0) this.#known = page.knows.stateVersion > 0;
        this.#tell('page', { page, cause });
      }
    } catch (problem) {
      if (this.page === null) this.missed = problem;
      this.#tell(this.page === null ? 'missing' : 'problem', problem);
    }
  }

  /** Asks for a first page, with what the system knows of the user. */
  async open() {
    await this.ask(null);
    if (!this.missed) await this.look();
  }

  /** The node answers again: sends what waits, and asks for the first page where none came. */
  resume() {
    send([]).catch(() => {}); // waits on
    if (this.missed) this.open();
  }

  /**
   * Reads what the system knows of the user; whether the node answered. Of a stranger nothing is to be had, and a page
   * of one video tells who is one.
   */
  async look() {
    try {
      if (!this.#known) {
        const { knows } = await get(`${routes.page(this.user)}?count=1&device=${DEVICE}`);
        this.#known = knows.stateVersion > 0;
        if (!this.#known) return true;
      }
      this.state = await get(routes.state(this.user));
      const known = Date.parse(this.state.eventsUpTo);
      this.#pending = this.#pending.filter((event) => event.occurredAt > known || waits(event));
      this.#tell('state', this.state);
      return true;
    } catch (problem) {
      this.#tell('problem', problem);
      return false;
    }
  }

  /** What serves has learned from everything up to that time. */
  learned(learnedUpTo) {
    const trace = this.trace;
    if (trace?.watched && trace.stored && !trace.weights && Date.parse(learnedUpTo) >= trace.occurredAt + GRACE_MILLIS) {
      this.#reach(trace, 'weights');
    }
  }

  async #awaitState(trace) {
    for (let pause = 30; !this.#signal.aborted && performance.now() - trace.at < GIVE_UP_MILLIS; pause = Math.min(pause * 1.5, 500)) {
      if (!(await this.look())) return;
      if (this.state && this.state.pending === 0 && Date.parse(this.state.eventsUpTo) >= trace.occurredAt) {
        this.#reach(trace, 'state');
        return;
      }
      if (this.trace !== trace && pause > 250) return;
      await PAUSE(pause);
    }
  }

  #reach(trace, stage) {
    trace[stage] = performance.now() - trace.at;
    if (trace === this.trace) this.#tell('trace', trace);
  }

  #tell(name, detail) {
    if (!this.#signal.aborted) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
