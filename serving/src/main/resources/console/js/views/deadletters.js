// A look at the records that nobody could process.

import { get, routes } from '../api.js';
import { fill, h, icon } from '../dom.js';
import { ago, whole } from '../format.js';

const COUNT = 20;

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const letterOf = (letter) => h('li', { class: 'letter' },
  h('p', { class: 'reason' }, letter.reason || 'no reason given'),
  h('p', { class: 'tiny soft' }, `${letter.source || 'unknown source'} · ${letter.at ? `${ago(letter.at)} ago` : 'time unknown'} · key ${letter.key ?? 'none'} · ${whole(letter.bytes)} bytes`),
  h('details', {}, h('summary', { class: 'small' }, letter.value ? 'The record' : 'The bytes'),
    h('pre', { tabIndex: 0 }, letter.value ? pretty(letter.value) : letter.hex)));

/** Opens a dialog with the latest dead letters of a topic. */
export async function lookInside(topic) {
  const body = h('div', {}, h('p', { class: 'soft' }, 'Reading…'));
  const dialog = h('dialog', { 'aria-labelledby': 'letters-title' },
    h('header', {}, h('h2', { id: 'letters-title' }, `Dead letters of ${topic}`),
      h('button', { class: 'button round', type: 'button', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('close'))),
    body);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  try {
    const { letters } = await get(routes.deadLetters(topic, COUNT));
    fill(body, letters.length === 0 ? h('p', { class: 'empty' }, 'They have expired.') : h('ul', { class: 'stack' }, letters.map(letterOf)));
  } catch (problem) {
    fill(body, h('p', { class: 'problem' }, problem.message));
  }
}
