// One video of the feed, as large as the phone.

import { ownLink, picture } from '../art/cover.js';
import { calm, fill, h, icon } from '../dom.js';
import { clock } from '../format.js';

const STEPS = 1000;

const initials = (author) => author.slice(0, 2).toUpperCase();

/** A card plays while it is active; how far it was watched can be dragged. */
export class Card {
  watchedMillis = 0;
  #playing = false;
  #millis = 0;
  #last = 0;
  #frame = 0;
  #media = null;

  /**
   * `place` is {requestId, position}; `actions` are functions of the card: like, follow, hide, hideAuthor, skip.
   */
  constructor(video, place, actions) {
    this.video = video;
    this.place = place;
    this.picture = picture(video);
    this.slider = h('input', {
      type: 'range', min: 0, max: STEPS, value: 0, class: 'progress', 'aria-label': 'Watched',
      oninput: () => this.#drag(Number(this.slider.value) / STEPS),
    });
    this.time = h('span', { class: 'number tiny' });
    this.toggle = h('button', { class: 'play', type: 'button', onclick: () => (this.#playing ? this.pause() : this.play()) });
    this.likeButton = this.#button('like', 'Like', () => actions.like(this), 'L');
    this.followButton = this.#button('follow', 'Follow', () => actions.follow(this), 'F');
    const why = video.reasons?.[0];
    this.element = h('article', { class: 'card-video', tabIndex: -1, 'aria-label': video.title || video.video },
      this.picture.element,
      h('div', { class: 'veil' }),
      h('div', { class: 'side' },
        this.likeButton,
        this.followButton,
        this.#button('hide', 'Hide', () => actions.hide(this), 'H'),
        this.#button('hide-author', 'Hide author', () => actions.hideAuthor(this), 'A'),
        this.#button('skip', 'Skip', () => actions.skip(this), 'ArrowDown')),
      h('div', { class: 'words' },
        why ? h('p', { class: `why ${video.source}` }, why.text) : null,
        h('p', { class: 'author' }, h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(video.author)), `@${video.author}`),
        h('h3', { class: 'title' }, video.title || video.video),
        h('p', { class: 'tags' }, (video.tags ?? []).map((tag) => h('span', {}, `#${tag}`))),
        h('div', { class: 'controls' }, this.toggle, this.slider, this.time)));
    const link = ownLink(video, 'video');
    if (link) this.#useMedia(link);
    this.#draw();
  }

  #button(name, label, act, key) {
    return h('button', { class: `act ${name}`, type: 'button', onclick: act, 'aria-keyshortcuts': key }, h('span', { class: 'ring' }, icon(name === 'hide-author' ? 'hide' : name)), h('span', { class: 'label' }, label));
  }

  /** The video itself where the catalogue links one; the picture stays until it has loaded, and where it cannot be played. */
  #useMedia(link) {
    this.#media = h('video', { class: 'cover', src: link, muted: true, loop: true, playsInline: true, preload: 'metadata' });
    this.#media.addEventListener('loadeddata', () => {
      this.picture.element.replaceWith(this.#media);
      this.#seek();
      if (this.#playing) this.#start();
    }, { once: true });
  }

  #start() {
    this.#media?.play().catch(() => {}); // the bar goes on without it
  }

  /** Puts the video where the bar is; one that is shorter than the catalogue says starts over. */
  #seek() {
    if (!(this.#media?.duration > 0)) return;
    const seconds = this.#millis / 1000;
    this.#media.currentTime = seconds > this.#media.duration ? seconds % this.#media.duration : seconds;
  }

  play() {
    if (this.#playing) return;
    if (this.#millis >= this.video.lengthMillis) {
      this.#millis = 0;
      this.#seek();
    }
    this.#playing = true;
    this.#last = performance.now();
    this.#start();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
    this.#draw();
  }

  pause() {
    this.#playing = false;
    this.#media?.pause();
    cancelAnimationFrame(this.#frame);
    this.#draw();
  }

  #tick(now) {
    if (!this.#playing) return;
    this.#millis = Math.min(this.video.lengthMillis, this.#millis + (now - this.#last));
    this.#last = now;
    this.watchedMillis = Math.max(this.watchedMillis, Math.round(this.#millis));
    if (!calm()) this.picture.at(this.#millis / 1000);
    if (this.#millis >= this.video.lengthMillis) {
      this.pause();
      return;
    }
    this.#draw();
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
  }

  #drag(share) {
    this.#millis = share * this.video.lengthMillis;
    this.watchedMillis = Math.round(this.#millis);
    this.#seek();
    if (!calm()) this.picture.at(this.#millis / 1000);
    this.#draw();
  }

  /** Whether a like or a follow is pressed, and pressing it again undoes it. */
  marked(kind) {
    return this.#toggles(kind)?.classList.contains('done') ?? false;
  }

  /** Shows that something was pressed, or undone. */
  mark(kind) {
    const button = this.#toggles(kind);
    if (button) {
      const done = !kind.startsWith('UN');
      button.classList.toggle('done', done);
      button.setAttribute('aria-pressed', String(done));
    }
    if (kind.endsWith('HIDE')) this.element.classList.toggle('hidden-now', kind === 'HIDE');
  }

  #toggles(kind) {
    return { LIKE: this.likeButton, UNLIKE: this.likeButton, FOLLOW: this.followButton, UNFOLLOW: this.followButton }[kind];
  }

  #draw() {
    const share = this.#millis / this.video.lengthMillis;
    this.slider.value = Math.round(share * STEPS);
    this.slider.style.setProperty('--done', `${(100 * share).toFixed(1)}%`);
    this.slider.setAttribute('aria-valuetext', `${Math.round(100 * share)} percent`);
    const text = `${clock(this.#millis)} / ${clock(this.video.lengthMillis)}`;
    if (this.time.textContent !== text) this.time.textContent = text;
    const label = this.#playing ? 'Pause' : 'Play';
    if (this.toggle.getAttribute('aria-label') !== label) {
      this.toggle.setAttribute('aria-label', label);
      fill(this.toggle, icon(this.#playing ? 'pause' : 'play'));
    }
  }
}
