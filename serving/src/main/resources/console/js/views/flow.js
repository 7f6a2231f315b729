// The loop as a drawing: who writes what to whom, how much of it, and whether they live.

import { calm, svg } from '../dom.js';
import { rate, whole } from '../format.js';

/** Places of the parts and ways of the edges, for wide and for narrow screens. */
const WIDE = {
  box: [0, 0, 1180, 460],
  size: [150, 74],
  places: { users: [86, 214], log: [336, 214], features: [592, 74], labels: [592, 214], trending: [592, 354], training: [856, 214], serving: [1094, 214] },
  ways: {
    'users-log': 'M161 214 H261',
    'log-features': 'M411 200 C470 200 456 74 517 74',
    'log-labels': 'M411 214 H517',
    'log-trending': 'M411 228 C470 228 456 354 517 354',
    'features-serving': 'M667 74 H930 C1030 74 1076 110 1084 177',
    'labels-training': 'M667 214 H781',
    'training-serving': 'M931 214 H1019',
    'trending-serving': 'M667 354 H930 C1030 354 1076 318 1084 251',
    'serving-users': 'M1118 251 C1118 410 1070 432 980 432 H190 C110 432 86 410 86 251',
  },
  labels: { 'users-log': [211, 199], 'features-serving': [830, 62], 'labels-training': [724, 199], 'training-serving': [975, 199], 'trending-serving': [830, 342], 'serving-users': [592, 422] },
};
const NARROW = {
  box: [0, 0, 360, 660],
  size: [104, 68],
  places: { users: [90, 50], log: [180, 172], features: [62, 312], labels: [180, 312], trending: [298, 312], training: [180, 450], serving: [180, 592] },
  ways: {
    'users-log': 'M100 84 C104 120 150 110 168 138',
    'log-features': 'M150 206 C130 250 70 230 62 278',
    'log-labels': 'M180 206 V278',
    'log-trending': 'M210 206 C230 250 290 230 298 278',
    'features-serving': 'M56 346 C44 480 60 560 128 582',
    'labels-training': 'M180 346 V416',
    'training-serving': 'M180 484 V558',
    'trending-serving': 'M304 346 C316 480 300 560 232 582',
    'serving-users': 'M232 602 C420 640 348 300 352 180 C354 70 250 46 142 48',
  },
  labels: { 'users-log': [196, 112], 'features-serving': [56, 460], 'labels-training': [180, 386], 'training-serving': [180, 526], 'trending-serving': [290, 500], 'serving-users': [290, 66] },
};

const PARTS = {
  users: ['Users', 'and their apps'],
  log: ['Kafka', 'feedback-events'],
  features: ['Features', 'what users just did'],
  labels: ['Labels', 'what came of a page'],
  trending: ['Trending', 'what all watch'],
  training: ['Training', 'learns online'],
  serving: ['Serving', 'makes pages'],
};

/** Which topic flows on which edge. */
const FLOWS = {
  'users-log': ['feedback-events', 'events'],
  'log-features': ['feedback-events', ''],
  'log-labels': ['feedback-events', ''],
  'log-trending': ['feedback-events', ''],
  'features-serving': ['user-states', 'states'],
  'labels-training': ['scored-examples', 'examples'],
  'training-serving': ['embedding-rows', 'rows'],
  'trending-serving': ['trending', 'windows'],
  'serving-users': ['served-slates', 'pages'],
};
const MOST_DOTS = 9;

/** The drawing; `set(pulse)` brings it up to date, `stop()` ends its motion. */
export class Flow {
  #dots = [];
  #frame = 0;
  #rates = {};

  constructor(narrow) {
    const layout = narrow ? NARROW : WIDE;
    this.narrow = narrow;
    this.element = svg('svg', { viewBox: layout.box.join(' '), class: 'flow', role: 'img', 'aria-label': 'The loop' });
    this.ways = {};
    this.labels = {};
    this.parts = {};
    for (const [edge, d] of Object.entries(layout.ways)) {
      const way = svg('path', { d, class: 'way' });
      this.ways[edge] = way;
      this.element.append(way);
    }
    this.dotLayer = svg('g', { class: 'dots' });
    this.element.append(this.dotLayer);
    for (const [edge, [x, y]] of Object.entries(layout.labels)) {
      const label = svg('text', { x, y, class: 'rate', 'text-anchor': 'middle' });
      this.labels[edge] = label;
      this.element.append(label);
    }
    for (const [name, [x, y]] of Object.entries(layout.places)) this.#box(name, x, y, layout.size);
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  #box(name, x, y, [width, height]) {
    const [title, detail] = PARTS[name];
    const note = svg('text', { x: 0, y: 25, class: 'note', 'text-anchor': 'middle' });
    note.textContent = this.narrow ? '' : detail;
    const dot = svg('circle', { cx: -width / 2 + 15, cy: -height / 2 + 15, r: 5, class: 'dot idle' });
    const heading = svg('text', { x: 0, y: this.narrow ? 3 : -2, class: 'name', 'text-anchor': 'middle' });
    heading.textContent = title;
    const group = svg('g', { transform: `translate(${x} ${y})`, class: `part ${name}` },
      svg('rect', { x: -width / 2, y: -height / 2, width, height, rx: 16 }), dot, heading, note);
    this.parts[name] = { dot, note, detail };
    this.element.append(group);
  }

  set(pulse) {
    const perSecond = Object.fromEntries(pulse.topics.map((topic) => [topic.topic, topic.perSecond]));
    for (const [edge, [topic, unit]] of Object.entries(FLOWS)) {
      this.#rates[edge] = perSecond[topic] ?? -1;
      if (this.labels[edge]) this.labels[edge].textContent = `${rate(perSecond[topic] ?? -1)} ${this.narrow && edge === 'trending-serving' ? '' : unit}/s`;
    }
    const states = Object.fromEntries(pulse.processes.map((part) => [part.name === 'kafka' ? 'log' : part.name, part.state]));
    for (const [name, part] of Object.entries(this.parts)) {
      part.dot.setAttribute('class', `dot ${states[name] ?? 'idle'}`);
      const lag = lagOf(pulse, name);
      part.note.textContent = lag === null ? (this.narrow ? '' : part.detail) : this.narrow ? `lag ${whole(lag)}` : `${whole(lag)} ${name === 'serving' ? 'unread' : 'uncommitted'}`;
    }
    this.element.setAttribute('aria-label', `The loop: ${Object.entries(states).map(([name, state]) => `${name === 'log' ? 'kafka' : name} ${state}`).join(', ')}`);
    this.#place();
  }

  /** As many dots on each way as fit its rate. */
  #place() {
    for (const [edge, way] of Object.entries(this.ways)) {
      const perSecond = this.#rates[edge];
      const wanted = perSecond <= 0 ? 0 : Math.min(MOST_DOTS, 1 + Math.round(Math.log10(1 + perSecond) * 3));
      const there = this.#dots.filter((dot) => dot.edge === edge);
      if (there.length === wanted) continue;
      there.forEach((dot) => dot.element.remove());
      this.#dots = this.#dots.filter((dot) => dot.edge !== edge);
      for (let i = 0; i < wanted; i++) {
        const element = svg('circle', { r: this.narrow ? 3.2 : 4, class: `particle ${edge}` });
        this.dotLayer.append(element);
        this.#dots.push({ edge, way, element, length: way.getTotalLength(), at: i / wanted });
      }
    }
  }

  #tick(now) {
    for (const dot of this.#dots) {
      const travelled = calm() ? 0.5 : (now / 1000) * 90 / dot.length;
      const point = dot.way.getPointAtLength(((dot.at + travelled) % 1) * dot.length);
      dot.element.setAttribute('cx', point.x.toFixed(1));
      dot.element.setAttribute('cy', point.y.toFixed(1));
    }
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
  }

  stop() {
    cancelAnimationFrame(this.#frame);
  }
}

/** Records that a part has not read yet; null where it reads nothing or nobody knows. */
function lagOf(pulse, name) {
  const found = pulse.consumers.filter((each) => each.consumer === name || each.consumer.endsWith(`-${name}`));
  return found.length === 0 ? null : found.reduce((sum, each) => sum + Math.max(0, each.lag), 0);
}
