// Short messages that go by themselves; the same message is shown once at a time. One may offer to undo what it tells of.

import { h } from './dom.js';

const SHOWN_MILLIS = 4_000;
const UNDO_MILLIS = 8_000;
const showing = new Set();

export function toast(text, undo = null) {
  if (showing.has(text)) return;
  showing.add(text);
  const leave = () => {
    message.remove();
    showing.delete(text);
  };
  const act = () => {
    leave();
    undo();
  };
  const message = h('div', { class: 'toast' }, text, undo ? h('button', { class: 'undo', type: 'button', onclick: act }, 'Undo') : null);
  document.getElementById('toasts').append(message);
  setTimeout(leave, undo ? UNDO_MILLIS : SHOWN_MILLIS);
}
