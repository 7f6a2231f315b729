// The shell: bar, tabs, routes. A view is a function of (root, parts of the path, signal); the signal ends it.

import { fill, h, icon } from './dom.js';
import { theme, toggleTheme } from './theme.js';
import { ago, whole } from './format.js';
import { live } from './live.js';
import { askForKey } from './key.js';
import { feedView } from './feed/view.js';
import { learningView } from './views/learning.js';
import { pipelineView } from './views/pipeline.js';
import { lookupView } from './views/lookup.js';

const VIEWS = [
  ['feed', 'Feed', feedView],
  ['learning', 'Learning', learningView],
  ['pipeline', 'Pipeline', pipelineView],
  ['lookup', 'Look up', lookupView],
];

const links = VIEWS.map(([name, title]) => h('a', { href: `#/${name}`, data: { view: name } }, icon(name), h('span', {}, title)));
const status = h('div', { class: 'live' });
const themeButton = h('button', { class: 'button round', type: 'button', onclick: () => { toggleTheme(); drawTheme(); } });
const keyButton = h('button', { class: 'button round', type: 'button', 'aria-label': 'API key', onclick: askForKey }, icon('key'));

document.getElementById('bar').append(
  h('a', { class: 'brand', href: '#/feed', 'aria-label': 'Freshet, to the feed' }, h('img', { src: '/logo.svg', alt: '' }), h('span', {}, 'Freshet')),
  h('nav', { class: 'tabs', 'aria-label': 'Views' }, links),
  h('div', { class: 'state' }, status, keyButton, themeButton));

function drawTheme() {
  const dark = theme() === 'dark';
  themeButton.setAttribute('aria-label', dark ? 'Light colours' : 'Dark colours');
  fill(themeButton, icon(dark ? 'sun' : 'moon'));
}

const STATES = {
  connecting: ['idle', 'connecting'],
  away: ['silent', 'no connection'],
  locked: ['silent', 'not allowed'],
};

function drawStatus() {
  if (live.state !== 'up') {
    const [dot, text] = STATES[live.state];
    fill(status, h('span', { class: `dot ${dot}` }), text);
    return;
  }
  const model = live.pulse?.model;
  fill(status, h('span', { class: 'dot up' }),
    model ? [h('span', {}, `step ${whole(model.step)}`), h('span', { class: 'soft long' }, `learned up to ${ago(model.learnedUpTo)} ago`)] : 'no model yet');
}

const main = document.getElementById('view');
let current = null;

function route() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const found = VIEWS.find(([view]) => view === name);
  if (!found) {
    location.replace('#/feed');
    return;
  }
  current?.abort();
  current = new AbortController();
  for (const link of links) {
    if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${found[1]} · Freshet`;
  const root = h('div', { class: `view ${name}` });
  const held = main.contains(document.activeElement);
  fill(main, root);
  scrollTo(0, 0);
  if (held) main.focus({ preventScroll: true });
  found[2](root, rest, current.signal);
}

document.querySelector('.skip-link').addEventListener('click', (event) => {
  event.preventDefault(); // the part behind # names the view
  main.focus();
});

drawTheme();
drawStatus();
live.on('state', drawStatus);
live.on('pulse', drawStatus);
addEventListener('hashchange', route);
route();
live.follow();
