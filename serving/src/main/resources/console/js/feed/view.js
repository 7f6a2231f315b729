// The feed: a phone in the middle, who looks at it on one side, why it shows what it shows on the other.

import { h } from '../dom.js';
import { live } from '../live.js';
import { toast } from '../toast.js';
import { compare } from './changes.js';
import { knowledge, nextPage, tapTrace } from './panel.js';
import { lastUser, learn, picker, profile, remember } from './people.js';
import { Phone } from './phone.js';
import { Viewer } from './viewer.js';

const SKIPPED_SHARE = 0.25;
const AGAIN_MILLIS = 3_000;

/** Only another key changes such an answer. */
const refused = (problem) => problem.status === 401 || problem.status === 403;

export function feedView(root, [user], signal) {
  if (!user) {
    location.replace(`#/feed/${encodeURIComponent(lastUser())}`);
    return;
  }
  remember(user);
  const viewer = new Viewer(user, signal);
  const people = picker(user, (chosen) => {
    if (chosen) location.hash = `#/feed/${encodeURIComponent(chosen)}`;
  });
  const [known, next, knew, trace] = [profile(), nextPage(), knowledge(), tapTrace()];
  const phone = new Phone({ act, arrive });
  signal.addEventListener('abort', () => {
    phone.stop();
    leave();
  });
  addEventListener('pagehide', leave, { signal });

  const columns = [
    ['feed', 'Feed', h('div', { class: 'middle' }, phone.element, h('p', { class: 'hint tiny soft' }, 'Scroll, or use the keys: ↓ next, L like, F follow, H hide, A hide the author; press L or F again to undo. Drag the bar to say how much was watched.'))],
    ['why', 'Why', h('div', { class: 'stack why-column' }, next.element, knew.element, trace.element)],
    ['you', 'You', h('div', { class: 'stack you-column' }, people.element, known.element)],
  ];
  const tabs = columns.map(([name, title]) => h('button', { type: 'button', 'aria-pressed': String(name === 'feed'), onclick: () => turn(name) }, title));
  root.append(h('h1', { class: 'hidden-text' }, `Feed of ${user}`), h('div', { class: 'segments', role: 'group', 'aria-label': 'Parts of the feed' }, tabs), h('div', { class: 'feed-columns' }, columns.map(([, , element]) => element)));

  function turn(to) {
    root.dataset.part = to;
    columns.forEach(([name], i) => tabs[i].setAttribute('aria-pressed', String(name === to)));
  }
  turn('feed');

  /** Something was pressed on a card. */
  async function act(kind, card, target) {
    card.mark(kind);
    const more = { requestId: card.place.requestId, ...(target ? { target } : {}) };
    const events = [viewer.event(kind, card.video, more)];
    if (kind === 'HIDE') {
      card.pause();
      const what = target === 'AUTHOR' ? card.video.author : card.video.title || card.video.video;
      toast(`You hid ${what}.`, () => act('UNHIDE', card, target));
    }
    await viewer.report(events, { kind, target, video: card.video });
  }

  let watching = null; // the card whose watch has not been reported

  function watched() {
    if (!watching) return [];
    const { video, place, watchedMillis } = watching;
    watching = null;
    return [viewer.event('WATCH', video, { requestId: place.requestId, watchedMillis })];
  }

  function leave() {
    viewer.leave(watched());
  }

  /** Another card is looked at: the one before has been watched, this one was shown. */
  function arrive(card, before) {
    const events = watched();
    watching = card;
    let cause = null;
    if (before) {
      const skipped = before.watchedMillis < SKIPPED_SHARE * before.video.lengthMillis;
      cause = { kind: skipped ? 'SKIP' : 'WATCH', video: before.video };
    }
    events.push(viewer.event('IMPRESSION', card.video, { requestId: card.place.requestId, position: card.place.position }));
    viewer.report(events, cause ?? { kind: 'IMPRESSION', video: card.video });
  }

  let askedAt = performance.now();

  function again() {
    askedAt = performance.now();
    viewer.resume();
  }

  viewer.addEventListener('page', ({ detail: { page, cause } }) => {
    page.videos.forEach(learn);
    const before = phone.upcoming();
    next.draw(page, compare(before, page, cause), before, before.length > 0 ? cause : null);
    knew.draw(page);
    phone.show(page);
    if (cause?.kind === 'HIDE') phone.next();
  });
  viewer.addEventListener('state', ({ detail }) => known.draw(detail));
  viewer.addEventListener('trace', ({ detail }) => trace.draw(detail));
  viewer.addEventListener('problem', ({ detail }) => toast(detail.message));
  viewer.addEventListener('missing', ({ detail }) => phone.say(`No page: ${detail.message}`));
  viewer.addEventListener('kept', ({ detail }) => toast(`Not stored yet, sent again with what you do next: ${detail.message}`));
  live.on('pulse', (pulse) => {
    people.drawHere(pulse.viewers);
    if (pulse.model) viewer.learned(pulse.model.learnedUpTo);
    if (viewer.missed && !refused(viewer.missed) && performance.now() - askedAt > AGAIN_MILLIS) again();
  }, signal);
  live.on('state', (state) => {
    if (state === 'up') again();
  }, signal);
  people.drawHere(live.pulse?.viewers ?? []);
  viewer.open();
}
