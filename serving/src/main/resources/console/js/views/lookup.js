// Look-ups: videos with their neighbours, users, releases.

import { h } from '../dom.js';
import { releases } from './releases.js';
import { userLookup } from './user.js';
import { videoLookup } from './video.js';

const KINDS = [
  ['video', 'Videos', videoLookup],
  ['user', 'Users', userLookup],
  ['releases', 'Releases', releases],
];

export function lookupView(root, [kind = 'video', ...rest], signal) {
  const found = KINDS.find(([name]) => name === kind) ?? KINDS[0];
  const content = h('div', { class: 'stack' });
  root.append(
    h('div', { class: 'page-title' }, h('h1', {}, 'Look up'),
      h('nav', { class: 'kinds', 'aria-label': 'What to look up' }, KINDS.map(([name, title]) =>
        h('a', { class: 'chip', href: `#/lookup/${name}`, 'aria-current': name === found[0] ? 'page' : undefined }, title)))),
    content);
  found[2](content, rest, signal);
}
