// Who looks at the feed: a new user, or one of those who are here right now.

import { chanceName } from './names.js';
import { cover, topic } from '../art/cover.js';
import { get, routes } from '../api.js';
import { fill, h, icon } from '../dom.js';
import { whole } from '../format.js';
import { mixBar } from './mix.js';
import { mix } from './changes.js';

const KEY = 'freshet-user';
const LOOKED_UP = 24;
const videos = new Map();

export const lastUser = () => sessionStorage.getItem(KEY) ?? chanceName();

export const remember = (user) => sessionStorage.setItem(KEY, user);

/** A video by its id, asked for once; null where the catalogue does not have it. */
export function videoOf(id) {
  if (!videos.has(id)) videos.set(id, get(routes.video(id)).catch(() => null));
  return videos.get(id);
}

/** Saves the catalogue a question. */
export const learn = (video) => videos.set(video.video, Promise.resolve(video));

/** The field to name a user, and who else is here. */
export function picker(user, choose) {
  const field = h('input', { class: 'field', id: 'user', value: user, autocomplete: 'off', spellcheck: false, maxLength: 256, required: true });
  const here = h('div', { class: 'chips' });
  const element = h('section', { class: 'card stack' },
    h('form', {
      class: 'stack tight',
      onsubmit: (event) => {
        event.preventDefault();
        choose(field.value.trim());
      },
    },
    h('label', { for: 'user' }, h('h2', {}, 'Who is watching')),
    h('div', { class: 'row' }, field, h('button', { class: 'button', type: 'submit' }, 'Open')),
    h('button', { class: 'button strong', type: 'button', onclick: () => choose(chanceName()) }, icon('dice'), 'Somebody new')),
    h('div', { class: 'stack tight' }, h('h3', { class: 'soft' }, 'Here right now'), here));
  const drawHere = (viewers) => fill(here, viewers.length === 0 ? h('p', { class: 'small soft' }, 'Nobody else.')
    : viewers.slice(0, 8).map((viewer) => h('button', { class: 'chip', type: 'button', title: `their pages are ${viewer.strategy}`, onclick: () => choose(viewer.user) }, viewer.user)));
  return { element, drawHere };
}

/** What the system knows of the user. */
export function profile() {
  const element = h('section', { class: 'card stack' }, h('h2', {}, 'What it knows of you'), h('p', { class: 'small soft' }, 'Nothing yet. Watch something.'));
  let drawn = 0;

  async function draw(state) {
    const number = ++drawn;
    const found = (await Promise.all(state.positives.slice(-LOOKED_UP).map((each) => videoOf(each.video)))).filter(Boolean);
    if (number !== drawn) return;
    const counters = state.counters;
    fill(element,
      h('h2', {}, 'What it knows of you'),
      h('dl', { class: 'counters' },
        [['shown', counters.impressions], ['watched long', counters.longViews], ['liked', counters.likes], ['hidden', counters.hides]]
          .map(([name, value]) => h('div', {}, h('dd', { class: 'number' }, whole(value)), h('dt', {}, name)))),
      found.length > 0 ? mixBar('Your taste, by what you watched long', mix(found)) : null,
      found.length > 0 ? h('div', { class: 'strip' }, found.slice(-8).reverse().map((video) => h('a', { class: 'thumb', href: `#/lookup/video/${encodeURIComponent(video.video)}`, 'aria-label': `${video.title}, about ${topic(video).name}` }, cover(video)))) : null,
      state.hiddenAuthors.length > 0 ? h('div', { class: 'chips' }, state.hiddenAuthors.map((author) => h('span', { class: 'chip bad' }, `hidden: ${author}`))) : null,
      state.followedAuthors.length > 0 ? h('div', { class: 'chips' }, state.followedAuthors.map((author) => h('span', { class: 'chip good' }, `follows: ${author}`))) : null,
      h('p', { class: 'tiny soft' }, `${whole(state.version)} events applied · ${whole(state.seen)} videos remembered as seen`));
  }

  return { element, draw };
}
