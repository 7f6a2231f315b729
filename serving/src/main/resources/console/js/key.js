// Asks for the API key, which goes with every call of this tab.

import { apiKey, useKey } from './api.js';
import { h, icon } from './dom.js';
import { live } from './live.js';

export function askForKey() {
  const field = h('input', { class: 'field', type: 'password', id: 'api-key', autocomplete: 'off', value: apiKey(), placeholder: 'empty for none' });
  const close = () => dialog.close();
  const dialog = h('dialog', { 'aria-labelledby': 'key-title' },
    h('header', {}, h('h2', { id: 'key-title' }, 'API key'),
      h('button', { class: 'button round', type: 'button', 'aria-label': 'Close', onclick: close }, icon('close'))),
    h('form', {
      class: 'stack',
      onsubmit: (event) => {
        event.preventDefault();
        useKey(field.value.trim());
        live.restart();
        dialog.close();
        dispatchEvent(new HashChangeEvent('hashchange'));
      },
    },
    h('label', { class: 'small soft', for: 'api-key' }, 'Sent with every call of this tab and forgotten with it. A node on this machine needs none until an operator says so.'),
    field,
    h('div', {}, h('button', { class: 'button strong', type: 'submit' }, 'Use it'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
