// Short messages that go by themselves; the same message is shown once at a time.

import { h } from './dom.js';

const SHOWN_MILLIS = 4_000;
const showing = new Set();

export function toast(text) {
  if (showing.has(text)) return;
  showing.add(text);
  const message = h('div', { class: 'toast' }, text);
  document.getElementById('toasts').append(message);
  setTimeout(() => {
    message.remove();
    showing.delete(text);
  }, SHOWN_MILLIS);
}
