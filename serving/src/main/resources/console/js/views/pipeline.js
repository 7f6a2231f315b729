// The loop as it runs.

import { Chart } from '../chart.js';
import { whileLive } from '../connection.js';
import { fill, h } from '../dom.js';
import { duration, rate, whole } from '../format.js';
import { live } from '../live.js';
import { lookInside } from './deadletters.js';
import { Flow } from './flow.js';

const STATES = { up: 'works', idle: 'idle', silent: 'silent', unknown: 'unknown' };

export function pipelineView(root, _, signal) {
  const tiles = h('dl', { class: 'tiles' });
  const drawing = h('div', { class: 'card drawing' });
  const parts = h('section', { class: 'card' });
  const lags = h('section', { class: 'card' });
  const letters = h('section', { class: 'card' });
  const thirds = h('div', { class: 'thirds' }, parts, lags, letters);
  const notice = h('div');
  const lines = [{ name: 'p50', tone: 'series-1' }, { name: 'p99', tone: 'series-2' }];
  const page = new Chart({ title: 'From an event to a page that knows it', note: 'last minute', lines, format: duration, signal });
  const weights = new Chart({ title: 'From an event to weights that learned from it', note: 'last minute', lines, format: duration, signal });
  root.append(
    h('div', { class: 'page-title' }, h('div', {}, h('h1', {}, 'Pipeline'),
      h('p', {}, 'What users do goes round: into their state at once, into labelled examples, into the weights, and into the next page.'))),
    notice, tiles, drawing, h('div', { class: 'charts' }, page.element, weights.element), thirds);

  let flow = null;
  const narrow = matchMedia('(max-width: 720px)');
  const turn = () => {
    flow?.stop();
    flow = null;
    if (drawing.hidden) return;
    flow = new Flow(narrow.matches);
    fill(drawing, flow.element);
    if (live.pulse) flow.set(live.pulse);
  };
  narrow.addEventListener('change', turn, { signal });
  signal.addEventListener('abort', () => flow?.stop());
  notice.append(whileLive([tiles, drawing, thirds], signal, turn));

  function draw() {
    const pulse = live.pulse;
    if (!pulse || live.state !== 'up') return;
    const perSecond = pulse.topics.find((topic) => topic.topic === 'feedback-events')?.perSecond ?? -1;
    const dead = pulse.topics.reduce((sum, topic) => sum + topic.deadLetters, 0);
    fill(tiles,
      tile('Event to page', duration(pulse.eventToPage.p50), `p99 ${duration(pulse.eventToPage.p99)}, of ${whole(pulse.eventToPage.count)}`, true),
      tile('Event to weights', duration(pulse.eventToWeights.p50), `p99 ${duration(pulse.eventToWeights.p99)}, of ${whole(pulse.eventToWeights.count)}`),
      tile('Events per second', rate(perSecond), `${whole(pulse.videos)} videos in the catalogue`),
      tile('Dead letters', whole(dead), dead === 0 ? 'nothing had to be set aside' : 'records that nobody could process'));
    flow.set(pulse);
    const times = live.pulses.map((each) => Date.parse(each.at) / 1000);
    const value = (field, quantile) => ({ at: live.pulses.map((each) => (each[field].count > 0 ? each[field][quantile] : null)) });
    page.set(times, [value('eventToPage', 'p50'), value('eventToPage', 'p99')]);
    weights.set(times, [value('eventToWeights', 'p50'), value('eventToWeights', 'p99')]);
    drawParts(pulse);
    drawLags(pulse);
    drawLetters(pulse);
  }

  function drawParts(pulse) {
    fill(parts, h('header', {}, h('h2', {}, 'Processes'), h('p', {}, 'told from what they write')),
      h('ul', { class: 'parts' }, pulse.processes.map((part) => h('li', {}, h('span', { class: `dot ${part.state}` }), part.name, h('span', { class: 'soft small' }, STATES[part.state] ?? part.state)))),
      pulse.skipped > 0 ? h('p', { class: 'tiny soft' }, `${whole(pulse.skipped)} records were left out of these figures to keep watching cheap.`) : null);
  }

  function drawLags(pulse) {
    const known = pulse.consumers.filter((each) => each.lag >= 0);
    const most = Math.max(1, ...known.map((each) => each.lag));
    fill(lags, h('header', {}, h('h2', {}, 'Not yet read'), h('p', {}, 'by committed offsets')),
      h('table', {},
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'reader'), h('th', { scope: 'col' }, 'topic'), h('th', { scope: 'col', class: 'number' }, 'records'))),
        h('tbody', {}, known.map((each) => {
          const bar = h('i', { class: 'lag-bar', 'aria-hidden': 'true' });
          bar.style.width = `${(100 * each.lag) / most}%`;
          return h('tr', {}, h('td', {}, each.consumer.replace(/^freshet-/, '')), h('td', { class: 'soft' }, each.topic), h('td', { class: 'number' }, whole(each.lag), bar));
        }))));
  }

  let drawnLetters = null;
  function drawLetters(pulse) {
    const found = pulse.topics.filter((topic) => topic.deadLetters > 0);
    const summary = JSON.stringify(found.map((topic) => [topic.topic, topic.deadLetters]));
    if (summary === drawnLetters) return; // a button must not be replaced under a pointer
    drawnLetters = summary;
    fill(letters, h('header', {}, h('h2', {}, 'Dead letters')),
      found.length === 0 ? h('p', { class: 'empty' }, 'None. Whatever came in could be processed.')
        : h('ul', { class: 'parts' }, found.map((topic) => h('li', {}, h('span', { class: 'dot silent' }), topic.topic, h('span', { class: 'soft small' }, whole(topic.deadLetters)),
          h('button', { class: 'button compact', type: 'button', 'aria-label': `Look inside ${topic.topic}`, onclick: () => lookInside(topic.topic) }, 'Look inside')))));
  }

  live.on('pulse', draw, signal);
  draw();
}

const tile = (name, value, note, proud = false) => h('div', { class: proud ? 'tile proud' : 'tile' }, h('dt', {}, name), h('dd', {}, value), h('dd', {}, note));
