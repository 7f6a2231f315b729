// The phone: a column of cards that snaps, of which one is looked at. What comes after it can change at any time.

import { Card } from './card.js';
import { calm, fill, h } from '../dom.js';

/** Calls `act(kind, card, target)` when something is pressed and `arrive(card, before)` when another card is looked at. */
export class Phone {
  cards = [];
  current = null;
  #waiting = null;
  #act;
  #arrive;

  constructor({ act, arrive }) {
    this.#act = act;
    this.#arrive = arrive;
    this.reel = h('div', { class: 'reel', tabIndex: 0, role: 'group', 'aria-label': 'Videos, one after another', 'aria-keyshortcuts': 'ArrowDown ArrowUp' });
    this.element = h('section', { class: 'phone', 'aria-label': 'Feed' }, this.reel);
    this.observer = new IntersectionObserver((entries) => this.#seen(entries), { root: this.reel, threshold: 0.7 });
    this.reel.addEventListener('scrollend', () => this.#settle());
    this.reel.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Videos that are still to come, in order. */
  upcoming() {
    return this.cards.slice(this.cards.indexOf(this.current) + 1).map((card) => card.video);
  }

  /** Puts a page after the card that is looked at; waits while a finger or a wheel is on the way to the next. */
  show(page) {
    this.#waiting = page;
    if (!this.#moving()) this.#settle();
  }

  #moving() {
    return this.current !== null && Math.abs(this.reel.scrollTop - this.current.element.offsetTop) > 4;
  }

  #settle() {
    const page = this.#waiting;
    if (!page) return;
    this.#waiting = null;
    const keep = this.current ? this.cards.indexOf(this.current) + 1 : 0;
    for (const card of this.cards.splice(keep)) {
      this.observer.unobserve(card.element);
      card.element.remove();
    }
    page.videos
      .map((video, position) => new Card(video, { requestId: page.requestId, position }, this.#actions()))
      .filter((card) => card.video.video !== this.current?.video.video)
      .forEach((card) => this.#add(card));
    if (this.cards.length === 0) this.say('Nothing to watch yet.');
  }

  /** Shows a text where there is no card. */
  say(text) {
    if (this.cards.length === 0) fill(this.reel, h('p', { class: 'empty', role: 'status' }, text));
  }

  #actions() {
    return {
      like: (card) => this.#turn('LIKE', card),
      follow: (card) => this.#turn('FOLLOW', card),
      hide: (card) => this.#act('HIDE', card, 'VIDEO'),
      hideAuthor: (card) => this.#act('HIDE', card, 'AUTHOR'),
      skip: () => this.next(),
    };
  }

  /** Likes or follows, or undoes that. */
  #turn(kind, card) {
    this.#act(card.marked(kind) ? `UN${kind}` : kind, card);
  }

  #add(card) {
    this.reel.querySelector('.empty')?.remove();
    this.cards.push(card);
    card.element.inert = true; // until it is looked at
    this.reel.append(card.element);
    this.observer.observe(card.element);
  }

  /** Goes on to the next video. */
  next() {
    this.#go(1);
  }

  #go(by) {
    const card = this.cards[this.cards.indexOf(this.current) + by];
    if (card) this.reel.scrollTo({ top: card.element.offsetTop, behavior: calm() ? 'auto' : 'smooth' });
  }

  #seen(entries) {
    for (const entry of entries) {
      const card = this.cards.find((each) => each.element === entry.target);
      if (entry.isIntersecting && card && card !== this.current) {
        const before = this.current;
        // what becomes inert loses the focus, and the keys would go nowhere
        const held = before?.element.contains(document.activeElement);
        before?.pause();
        this.current = card;
        card.element.classList.add('current');
        before?.element.classList.remove('current');
        for (const each of this.cards) each.element.inert = each !== card;
        if (held) card.element.focus({ preventScroll: true });
        else if (!before && document.activeElement?.matches('body, main')) this.reel.focus({ preventScroll: true });
        card.play();
        this.#arrive(card, before);
      }
    }
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.current) return;
    const key = event.key.toLowerCase();
    if (event.target.type === 'range' && key.length > 1) return; // moves the bar
    const act = {
      arrowdown: () => this.#go(1),
      arrowup: () => this.#go(-1),
      pagedown: () => this.#go(1),
      pageup: () => this.#go(-1),
      l: () => this.#turn('LIKE', this.current),
      f: () => this.#turn('FOLLOW', this.current),
      h: () => this.#act('HIDE', this.current, 'VIDEO'),
      a: () => this.#act('HIDE', this.current, 'AUTHOR'),
    }[key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  stop() {
    this.observer.disconnect();
    this.current?.pause();
  }
}
