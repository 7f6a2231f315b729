// The releases of the model that serves, and the way back to an older one.

import { get, post, routes } from '../api.js';
import { confirmed } from '../confirm.js';
import { fill, h } from '../dom.js';
import { ago, three, whole } from '../format.js';
import { live } from '../live.js';
import { toast } from '../toast.js';

const EVERY_MILLIS = 2_000;
const COLUMNS = ['number', 'wide', '', 'number', 'number', 'number wide', '', ''];

export function releases(root, [asked], signal) {
  const model = asked ?? live.pulse?.model?.name ?? 'sasrec';
  const body = h('tbody');
  const notice = h('div');
  root.append(h('section', { class: 'card' },
    h('header', {}, h('h2', {}, `Releases of ${model}`), h('p', {}, 'what this node keeps, newest first')),
    notice,
    h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Releases' }, h('table', {},
      h('thead', {}, h('tr', {}, ['step', 'generation', 'age', 'AUC', 'GAUC', 'log loss', 'state', ''].map((name, i) =>
        h('th', { scope: 'col', class: COLUMNS[i] }, name)))),
      body))));
  let drawn = '';

  async function roll(request, text) {
    try {
      draw(await post(routes.rollBack(model), request));
      toast(text);
    } catch (problem) {
      toast(problem.message);
    }
  }

  async function rollBack(release) {
    const step = whole(release.step);
    if (await confirmed(`Roll back to step ${step}?`, 'This node then serves that release whatever comes, until told otherwise. Other nodes go on as they are.', 'Roll this node back')) {
      await roll({ generation: release.generation, step: release.step }, `This node is rolled back to step ${step}; other nodes are not.`);
    }
  }

  function draw({ releases: list }) {
    const pinned = list.find((release) => release.pinned);
    const summary = JSON.stringify(list);
    if (summary === drawn) return;
    drawn = summary;
    fill(notice, pinned
      ? h('p', { class: 'pinned' }, `Step ${whole(pinned.step)} is pinned: on this node it serves whatever comes.`,
        h('button', { class: 'button compact strong', type: 'button', onclick: () => roll({ latest: true }, 'The newest release serves again on this node; other nodes stay as they are.') }, 'Serve the newest again'))
      : null);
    const focused = document.activeElement?.dataset.release;
    if (list.length === 0) {
      fill(body, h('tr', {}, h('td', { class: 'empty', colSpan: COLUMNS.length }, 'This node has no release yet. The first comes when training has written one.')));
      return;
    }
    fill(body, list.map((release) => {
      const id = `${release.generation}/${release.step}`;
      const metric = (name) => three(release.metrics?.[name] ?? NaN);
      return h('tr', {},
        h('td', { class: 'number' }, whole(release.step)),
        h('td', { class: 'soft wide' }, release.generation),
        h('td', { class: 'soft' }, ago(release.learnedUpTo)),
        h('td', { class: 'number' }, metric('auc')),
        h('td', { class: 'number' }, metric('gauc')),
        h('td', { class: 'number wide' }, metric('logLoss')),
        h('td', {}, release.active ? h('span', { class: 'chip good' }, 'serves') : release.pinned ? h('span', { class: 'chip gold' }, 'pinned') : null),
        h('td', {}, release.active ? null : h('button', { class: 'button compact', type: 'button', data: { release: id }, 'aria-label': `Roll back to step ${release.step}`, onclick: () => rollBack(release) }, 'Roll back')));
    }));
    if (focused) body.querySelector(`[data-release="${CSS.escape(focused)}"]`)?.focus();
  }

  async function look() {
    try {
      draw(await get(routes.releases(model), signal));
    } catch (problem) {
      if (signal.aborted) return;
      drawn = ''; // what comes next takes the notice away
      fill(notice, h('p', { class: 'problem' }, problem.message));
    }
  }

  look();
  const timer = setInterval(look, EVERY_MILLIS);
  signal.addEventListener('abort', () => clearInterval(timer));
}
