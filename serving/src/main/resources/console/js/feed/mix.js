// A bar of topics.

import { h } from '../dom.js';
import { tone } from '../art/topics.js';

const NAMED = 5;

/** Shares of topics as one bar with a key; `before` marks what rose and fell. */
export function mixBar(title, shares, before = null) {
  const total = shares.reduce((sum, each) => sum + each.count, 0);
  const earlier = new Map((before ?? []).map((each) => [each.name, each.count]));
  const parts = shares.map((each) => {
    const part = h('span', { title: `${each.name}: ${each.count}` });
    part.style.flexGrow = each.count;
    part.style.background = tone(each);
    return part;
  });
  const trend = (each) => {
    if (!before) return '';
    const by = each.count - (earlier.get(each.name) ?? 0);
    return by > 0 ? ` ↑${by}` : by < 0 ? ` ↓${-by}` : '';
  };
  const key = shares.slice(0, NAMED).map((each) => {
    const swatch = h('i', { 'aria-hidden': 'true' });
    swatch.style.background = tone(each);
    const moved = trend(each);
    return h('li', {}, swatch, `${each.name} ${each.count}`, moved ? h('b', { class: moved.includes('↑') ? 'rose' : 'fell' }, moved) : null);
  });
  return h('figure', { class: 'mix' }, h('figcaption', { class: 'small soft' }, `${title} (${total})`), h('div', { class: 'mix-bar', 'aria-hidden': 'true' }, parts), h('ul', { class: 'mix-key' }, key));
}
