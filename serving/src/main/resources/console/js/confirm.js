// Asks before something is done.

import { h } from './dom.js';

/** Opens a dialog; whether the visitor said yes. */
export function confirmed(title, text, yes) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' },
      h('header', {}, h('h2', { id: 'confirm-title' }, title)),
      h('form', { class: 'stack', method: 'dialog' },
        h('p', { id: 'confirm-text' }, text),
        h('div', { class: 'row' },
          h('button', { class: 'button', type: 'submit', value: 'no' }, 'Cancel'),
          h('button', { class: 'button strong', type: 'submit', value: 'yes' }, yes))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
