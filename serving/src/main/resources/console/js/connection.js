// What a view says in place of figures that would be old.

import { fill, h } from './dom.js';
import { live } from './live.js';

const TEXTS = {
  connecting: ['Connecting', 'The first figures come in a moment.', 'empty'],
  away: ['No connection', 'The node has sent nothing for a while. Trying again.', 'problem'],
  locked: ['Not allowed', 'The live stream takes a key with the role read: press the key symbol and enter one.', 'problem'],
};

/** A notice that stands in for `parts` while nothing comes from the stream; `turned` is told whether they show. */
export function whileLive(parts, signal, turned = () => {}) {
  const notice = h('div', { role: 'status' });

  function draw() {
    const [title, text, look] = TEXTS[live.state] ?? [];
    fill(notice, title ? h('div', { class: `notice ${look}` }, h('p', {}, h('strong', {}, title)), h('p', {}, text)) : null);
    for (const part of parts) part.hidden = Boolean(title);
    turned(!title);
  }

  live.on('state', draw, signal);
  draw();
  return notice;
}
