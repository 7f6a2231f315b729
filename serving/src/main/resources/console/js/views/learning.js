// How well it learns: what users make of each arm's pages, and how well the models tell what will be watched.

import { Chart } from '../chart.js';
import { whileLive } from '../connection.js';
import { fill, h } from '../dom.js';
import { ago, duration, percent, rate, three, whole } from '../format.js';
import { live } from '../live.js';
import { interval } from '../stats.js';

const ARMS = [
  { name: 'personalised', tone: 'series-1', band: true },
  { name: 'trending', tone: 'series-2', band: true },
  { name: 'random', tone: 'series-4', band: true },
];
const TONES = ['series-1', 'series-2', 'series-3', 'series-4', 'warm'];
const MODELS_FIRST = ['sasrec', 'gru4rec', 'din'];
const KEPT_SECONDS = 1_800;
const RATE_OVER_SECONDS = 15;

const seconds = (iso) => Date.parse(iso) / 1000;

export function learningView(root, _, signal) {
  const tiles = h('dl', { class: 'tiles' });
  const charts = h('div', { class: 'charts' });
  root.append(
    h('div', { class: 'page-title' }, h('div', {}, h('h1', {}, 'Learning'),
      h('p', {}, 'Every user belongs to an arm: pages by the model, trending pages or random ones. What they watch long is the judge. The models are scored on each example before they learn from it.'))),
    whileLive([tiles], signal), tiles, charts);

  const arms = new Chart({
    title: 'Long views per video shown',
    note: 'over the last minute, 95 % interval',
    lines: ARMS,
    format: (value) => percent(value, 1),
    signal,
  });
  let models = [];
  let auc = null;
  let gauc = null;
  const speed = new Chart({ title: 'Examples learned from per second', note: 'over the last 15 seconds', lines: [{ name: 'examples/s', tone: 'series-1' }], format: rate, signal });
  const age = new Chart({ title: 'Age of the weights', note: 'since the last event the network learned from', lines: [{ name: 'age', tone: 'series-2' }], format: duration, signal });
  charts.append(arms.element, speed.element, age.element);

  function drawArms() {
    const moments = [...(live.history?.arms ?? []), ...live.pulses].filter((each) => each.arms.some((arm) => arm.impressions > 0));
    const values = ARMS.map(() => ({ at: [], low: [], high: [] }));
    for (const moment of moments) {
      ARMS.forEach((arm, i) => {
        const count = moment.arms.find((each) => each.strategy === arm.name);
        const found = count ? interval(count.longViews, count.impressions) : null;
        values[i].at.push(found?.rate ?? null);
        values[i].low.push(found?.low ?? null);
        values[i].high.push(found?.high ?? null);
      });
    }
    arms.set(moments.map((moment) => seconds(moment.at)), values);
  }

  /** Evaluations by moment: history, then what each pulse brought. */
  function evaluations() {
    const moments = new Map();
    const oldest = Date.now() / 1000 - KEPT_SECONDS;
    for (const each of [...(live.history?.evaluations ?? []), ...live.pulses.flatMap((pulse) => pulse.evaluations)]) {
      const at = Math.round(seconds(each.asOf));
      if (at < oldest) continue;
      if (!moments.has(at)) moments.set(at, new Map());
      moments.get(at).set(each.model, each);
    }
    return [...moments.entries()].sort(([a], [b]) => a - b);
  }

  function drawModels() {
    const moments = evaluations();
    const names = [...new Set(moments.flatMap(([, found]) => [...found.keys()]))]
      .sort((a, b) => MODELS_FIRST.includes(b) - MODELS_FIRST.includes(a) || a.localeCompare(b));
    if (names.join() !== models.join()) {
      models = names;
      const lines = names.map((name, i) => ({ name, tone: TONES[i % TONES.length] }));
      auc?.element.remove();
      gauc?.element.remove();
      auc = new Chart({ title: 'Progressive AUC', note: 'all users together, over the last examples', lines, format: three, signal });
      gauc = new Chart({ title: 'Progressive GAUC', note: 'within each user, averaged', lines, format: three, signal });
      arms.element.after(auc.element, gauc.element);
    }
    if (!auc) return;
    const times = moments.map(([at]) => at);
    const pick = (field) => models.map((name) => ({ at: moments.map(([, found]) => found.get(name)?.[field] ?? null) }));
    auc.set(times, pick('auc'));
    gauc.set(times, pick('gauc'));
  }

  /** Examples learned from per second, over the moments before each evaluation: {at, perSecond}. */
  function speeds() {
    const found = evaluations()
      .map(([, byModel]) => MODELS_FIRST.map((name) => byModel.get(name)).find(Boolean) ?? byModel.values().next().value)
      .map((each) => ({ at: seconds(each.asOf), model: each.model, examples: each.examples }));
    let from = 0;
    return found.flatMap((last, i) => {
      while (last.at - found[from].at >= RATE_OVER_SECONDS) from += 1;
      const first = found[from];
      // after a new start the count starts again
      if (from === i || first.model !== last.model || first.examples > last.examples) return [];
      return [{ at: last.at, perSecond: (last.examples - first.examples) / (last.at - first.at) }];
    });
  }

  function drawSpeed(found) {
    speed.set(found.map(({ at }) => at), [{ at: found.map(({ perSecond }) => perSecond) }]);
    const known = live.pulses.filter((pulse) => pulse.model);
    age.set(known.map((pulse) => seconds(pulse.at)), [{ at: known.map((pulse) => Date.parse(pulse.at) - Date.parse(pulse.model.learnedUpTo)) }]);
  }

  function drawTiles(perSecond) {
    const pulse = live.pulse;
    if (!pulse) return;
    const of = (name) => {
      const arm = pulse.arms.find((each) => each.strategy === name);
      return arm ? interval(arm.longViews, arm.impressions) : null;
    };
    const [own, other] = [of('personalised'), of('trending')];
    const lift = own && other && other.rate > 0 ? own.rate / other.rate - 1 : NaN;
    const main = pulse.evaluations.find((each) => MODELS_FIRST.includes(each.model));
    fill(tiles,
      tile('Personalised pages watched long', own ? percent(own.rate) : '–', Number.isFinite(lift) ? `${lift >= 0 ? '+' : ''}${percent(lift, 0)} against trending` : 'no personalised pages yet', true),
      tile('Weight step', pulse.model ? whole(pulse.model.step) : '–', pulse.model ? `rows at ${whole(pulse.model.rowsStep)}` : 'no model yet'),
      tile('Age of the weights', pulse.model ? ago(pulse.model.learnedUpTo) : '–', 'since the last event the network learned from'),
      tile('Examples per second', rate(perSecond), main ? `${whole(main.examples)} so far` : ''),
      tile('AUC, scored before learning', main ? three(main.auc ?? NaN) : '–', main ? `GAUC ${three(main.gauc ?? NaN)}` : ''));
  }

  function draw() {
    const found = speeds();
    drawTiles(found.at(-1)?.perSecond ?? -1);
    drawArms();
    drawModels();
    drawSpeed(found);
  }

  live.on('history', draw, signal);
  live.on('pulse', draw, signal);
  draw();
}

const tile = (name, value, note, proud = false) => h('div', { class: proud ? 'tile proud' : 'tile' }, h('dt', {}, name), h('dd', {}, value), h('dd', {}, note));
