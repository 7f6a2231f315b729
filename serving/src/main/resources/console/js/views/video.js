// The catalogue: search, and one video with its neighbours.

import { cover, picture, topic } from '../art/cover.js';
import { get, routes } from '../api.js';
import { calm, fill, h, icon } from '../dom.js';
import { ago, clock } from '../format.js';

const FOUND = 48;
const NEIGHBOURS = 12;
const PAUSE_MILLIS = 200;

const href = (video) => `#/lookup/video/${encodeURIComponent(video.video)}`;

const card = (video, note) => h('li', {}, h('a', { class: 'poster', href: href(video) },
  h('span', { class: 'picture' }, cover(video)),
  h('span', { class: 'title' }, video.title || video.video),
  h('span', { class: 'tiny soft' }, note)));

export function videoLookup(root, [id], signal) {
  if (id) show(root, id, signal);
  else search(root, signal);
}

function search(root, signal) {
  const field = h('input', { class: 'field', type: 'search', id: 'query', placeholder: 'a title, an author, a tag or an id', autocomplete: 'off' });
  const results = h('ul', { class: 'posters' });
  const summary = h('p', { class: 'small soft', 'aria-live': 'polite' });
  root.append(h('label', { class: 'hidden-text', for: 'query' }, 'Search the catalogue'), field, summary, results);
  let timer = 0;
  let asked = 0;
  const look = async () => {
    const number = ++asked;
    try {
      const { videos } = await get(routes.search(field.value, FOUND), signal);
      if (number !== asked) return;
      fill(summary, videos.length === 0 ? 'Nothing like that.' : field.value ? `The latest ${videos.length} that match` : 'The latest uploads');
      fill(results, videos.map((video) => card(video, `@${video.author} · ${clock(video.lengthMillis)}`)));
    } catch (problem) {
      if (!signal.aborted) fill(summary, problem.message);
    }
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MILLIS);
  });
  look();
}

async function show(root, id, signal) {
  root.append(h('a', { class: 'button compact back', href: '#/lookup/video' }, icon('back'), 'All videos'));
  try {
    const [video, similar] = await Promise.all([get(routes.video(id), signal), get(routes.similar(id, NEIGHBOURS), signal)]);
    const shown = picture(video);
    if (!calm()) play(shown, signal);
    const about = topic(video);
    root.append(
      h('section', { class: 'card video-card' },
        h('div', { class: 'big-cover' }, shown.element),
        h('div', { class: 'stack' },
          h('h2', { class: 'large' }, video.title || video.video),
          h('p', { class: 'soft' }, `@${video.author} · looks like ${about.name}`),
          h('div', { class: 'chips' }, video.tags.map((tag) => h('span', { class: 'chip' }, `#${tag}`))),
          h('dl', { class: 'facts' },
            fact('Id', video.video),
            fact('Length', clock(video.lengthMillis)),
            fact('Uploaded', `${ago(video.uploadedAt)} ago`),
            fact('Music', [video.music, video.musicType].filter(Boolean).join(', ') || '–'),
            fact('Made with', video.uploadType ?? '–'),
            Object.entries(video.media ?? {}).map(([role, link]) => fact(role, link))))),
      h('section', { class: 'stack' },
        h('header', { class: 'page-title' }, h('h2', {}, 'Neighbours'), h('p', { class: 'small' }, similar.fallback ? `by author and tags: ${similar.fallback}` : 'nearest in the space the model has learned')),
        h('ul', { class: 'posters' }, similar.videos.map((each) => card(each, `@${each.author} · ${each.similarity.toFixed(2)}`)))));
  } catch (problem) {
    if (!signal.aborted) root.append(h('p', { class: 'problem' }, problem.message));
  }
}

function play(shown, signal) {
  const start = performance.now();
  const tick = (now) => {
    if (signal.aborted) return;
    shown.at((now - start) / 1000);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
