// What comes next, what changed and why, and what the page knew.

import { cover } from '../art/cover.js';
import { fill, h } from '../dom.js';
import { ago, duration, whole } from '../format.js';
import { mix } from './changes.js';
import { mixBar } from './mix.js';

const STAGES = ['wait', 'state', 'retrieve', 'score', 'arrange', 'explain', 'fill', 'trending', 'random'];
const VERBS = { LIKE: 'You liked', FOLLOW: 'You followed the author of', HIDE: 'You hid', UNLIKE: 'You no longer like', UNFOLLOW: 'You no longer follow the author of', UNHIDE: 'You no longer hide', WATCH: 'You watched', SKIP: 'You skipped', IMPRESSION: 'You saw' };

const badge = (move) => {
  if (move === null) return h('span', { class: 'chip good' }, 'new');
  if (move > 0) return h('span', { class: 'chip good', title: `rose ${move} places` }, `↑ ${move}`);
  if (move < 0) return h('span', { class: 'chip', title: `fell ${-move} places` }, `↓ ${-move}`);
  return h('span', { class: 'chip', title: 'same place' }, '=');
};

/** The next page with what changed. */
export function nextPage() {
  const list = h('ol', { class: 'coming' });
  const summary = h('p', { class: 'summary', 'aria-live': 'polite' });
  const mixture = h('div');
  const gone = h('div');
  const element = h('section', { class: 'card stack' },
    h('header', {}, h('h2', {}, 'Your next page'), h('p', {}, 'changes with every tap')), summary, mixture, list, gone);

  function draw(page, changes, before, cause) {
    const fresh = page.videos.filter((video) => changes && changes.moves.get(video.video) === null).length;
    fill(summary, cause
      ? [h('strong', {}, `${VERBS[cause.kind]} “${cause.video.title || cause.video.video}”: `), `${fresh} new, ${changes.gone.length} gone.`]
      : 'The first page. Like something, or hide it, and see it change.');
    fill(mixture, page.videos.length > 0 ? mixBar('Topics of the next page', mix(page.videos), before.length > 0 ? mix(before) : null) : null);
    fill(list, page.videos.map((video, place) => {
      const move = changes?.moves.get(video.video);
      return h('li', { class: move === null && cause ? 'fresh' : '' },
        h('span', { class: 'place number soft' }, place + 1),
        h('a', { class: 'thumb', href: `#/lookup/video/${encodeURIComponent(video.video)}`, 'aria-label': `About ${video.title || video.video}` }, cover(video)),
        h('div', { class: 'about' },
          h('p', { class: 'title' }, video.title || video.video),
          h('p', { class: 'tiny soft' }, `@${video.author} · ${video.reasons?.[0]?.text ?? video.source}`)),
        cause ? badge(move) : null);
    }));
    fill(gone, changes && cause && changes.gone.length > 0
      ? [h('h3', { class: 'soft' }, 'No longer coming'), h('ul', { class: 'gone' }, changes.gone.slice(0, 6).map(({ video, why }) =>
        h('li', {}, h('span', { class: 'thumb' }, cover(video)), h('div', {}, h('s', { class: 'small' }, video.title || video.video), h('p', { class: 'tiny soft' }, why)))))]
      : null);
  }

  return { element, draw };
}

/** Which events and weights the page knew, and how long it took. */
export function knowledge() {
  const element = h('section', { class: 'card stack' });

  function draw(page) {
    const { knows, timings } = page;
    const total = timings.total ?? 0;
    const stages = STAGES.filter((stage) => timings[stage] > 0);
    fill(element,
      h('header', {}, h('h2', {}, 'This page knew'), h('p', { class: 'number' }, `made in ${(total / 1000).toFixed(1)} ms`)),
      page.fallback ? h('p', { class: 'chip gold' }, `fallback: ${page.fallback}`) : null,
      h('dl', { class: 'facts' },
        fact('Your events', knows.eventsUpTo ? `${whole(knows.stateVersion)}, the last ${ago(knows.eventsUpTo)} ago` : 'none yet'),
        fact('Weights', knows.step >= 0 ? `step ${whole(knows.step)}` : 'no model yet'),
        fact('Embedding rows', knows.rowsStep >= 0 ? `step ${whole(knows.rowsStep)}` : '–'),
        fact('Learned up to', knows.learnedUpTo ? `${ago(knows.learnedUpTo)} ago` : '–'),
        fact('Generation', knows.generation ?? '–')),
      h('div', { class: 'stages', role: 'img', 'aria-label': stages.map((stage) => `${stage} ${timings[stage]} microseconds`).join(', ') }, stages.map((stage, i) => {
        const part = h('span', { class: `stage-${i % 6}`, title: `${stage}: ${timings[stage]} µs` }, timings[stage] > total * 0.14 ? stage : '');
        part.style.flexGrow = timings[stage];
        return part;
      })));
  }

  return { element, draw };
}

const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', { class: 'number' }, value));

/** How far the last tap has come. */
export function tapTrace() {
  const element = h('section', { class: 'card trace' });
  const steps = [
    ['page', 'next page knew it', 'sent along with the request'],
    ['stored', 'safe in Kafka', 'on every replica in sync'],
    ['state', 'in your state', 'by the features job, for every node'],
    ['weights', 'in the weights', 'the model has learned from it'],
  ];

  function draw(trace) {
    fill(element, h('header', {}, h('h2', {}, 'Your last tap'), h('p', {}, trace ? trace.cause.kind.toLowerCase() : 'none yet')),
      h('ol', {}, steps.map(([stage, name, detail]) => {
        const millis = trace?.[stage];
        const never = stage === 'weights' && trace && !trace.watched;
        return h('li', { class: millis === undefined ? '' : 'reached' },
          h('span', { class: 'number' }, millis === undefined ? (never ? 'with its watch' : trace ? '…' : '–') : duration(millis)),
          h('div', {}, h('strong', {}, name), h('p', { class: 'tiny soft' }, detail)));
      })));
  }

  draw(null);
  return { element, draw };
}
