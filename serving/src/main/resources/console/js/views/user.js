// What the system knows of a user.

import { cover, topic } from '../art/cover.js';
import { get, routes } from '../api.js';
import { fill, h } from '../dom.js';
import { mix } from '../feed/changes.js';
import { mixBar } from '../feed/mix.js';
import { videoOf } from '../feed/people.js';
import { ago, clock, whole } from '../format.js';
import { live } from '../live.js';

const SHOWN = 24;

const open = (user) => {
  location.hash = `#/lookup/user/${encodeURIComponent(user)}`;
};

export function userLookup(root, [user], signal) {
  const field = h('input', { class: 'field', id: 'user-id', value: user ?? '', placeholder: 'id of a user', autocomplete: 'off', required: true });
  const here = h('div', { class: 'chips' });
  const content = h('div', { class: 'stack' });
  root.append(
    h('form', { class: 'row', onsubmit: (event) => { event.preventDefault(); open(field.value.trim()); } },
      h('label', { class: 'hidden-text', for: 'user-id' }, 'Id of a user'), field, h('button', { class: 'button strong', type: 'submit' }, 'Look up')),
    here, content);
  const drawHere = (pulse) => fill(here, pulse.viewers.slice(0, 10).map((viewer) => h('button', { class: 'chip', type: 'button', onclick: () => open(viewer.user) }, viewer.user)));
  if (live.pulse) drawHere(live.pulse);
  else live.on('pulse', drawHere, signal);
  if (user) show(content, user, signal);
}

async function show(root, user, signal) {
  try {
    const state = await get(routes.state(user), signal);
    const [positives, skips] = await Promise.all([state.positives, state.skips].map(withVideos));
    if (signal.aborted) return;
    const counters = state.counters;
    fill(root,
      h('section', { class: 'card stack' },
        h('header', {}, h('h2', { class: 'large' }, user), h('p', {}, `${whole(state.version)} events, the last ${ago(state.eventsUpTo)} ago`)),
        h('dl', { class: 'counters wide' }, [['shown', counters.impressions], ['watched', counters.watches], ['watched long', counters.longViews], ['liked', counters.likes], ['hidden', counters.hides], ['remembered as seen', state.seen]]
          .map(([name, value]) => h('div', {}, h('dd', { class: 'number' }, whole(value)), h('dt', {}, name)))),
        positives.length > 0 ? mixBar('Taste, by what was watched long or liked', mix(positives.map(([video]) => video))) : null,
        h('div', { class: 'chips' },
          state.followedAuthors.map((author) => h('span', { class: 'chip good' }, `follows ${author}`)),
          state.hiddenAuthors.map((author) => h('span', { class: 'chip bad' }, `hidden: ${author}`))),
        h('div', {}, h('a', { class: 'button strong', href: `#/feed/${encodeURIComponent(user)}` }, 'Open their feed'))),
      list('Watched long or liked', positives),
      list('Left early', skips));
  } catch (problem) {
    if (!signal.aborted) fill(root, h('p', { class: problem.status === 404 ? 'empty' : 'problem' }, problem.status === 404 ? `Nothing is known of ${user}.` : problem.message));
  }
}

/** The latest interactions with their videos, as far as the catalogue has them. */
async function withVideos(interactions) {
  const latest = interactions.slice(-SHOWN).reverse();
  const videos = await Promise.all(latest.map((each) => videoOf(each.video)));
  return latest.map((each, i) => [videos[i], each]).filter(([video]) => video);
}

const list = (title, entries) => entries.length === 0 ? null : h('section', { class: 'stack' }, h('h2', {}, title),
  h('ul', { class: 'posters' }, entries.map(([video, each]) => h('li', {}, h('a', { class: 'poster', href: `#/lookup/video/${encodeURIComponent(video.video)}` },
    h('span', { class: 'picture' }, cover(video)),
    h('span', { class: 'title' }, video.title || video.video),
    h('span', { class: 'tiny soft' }, `${clock(each.watchedMillis)} of ${clock(video.lengthMillis)}${each.liked ? ', liked' : ''} · ${topic(video).name}`))))));
