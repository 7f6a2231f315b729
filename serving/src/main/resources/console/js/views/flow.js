// The loop as a drawing: who writes what to whom, how much of it, and whether they live.

import { calm, svg } from '../dom.js';
import { rate, whole } from '../format.js';

/** Places of the parts and ways of the edges, for wide and for narrow screens. */
const WIDE = {
  box: [0, 0, 1180, 560],
  size: [140, 74],
  places: {
    users: [76, 290], log: [326, 290], catalogue: [326, 430], trending: [576, 64], features: [576, 174], labels: [576, 290],
    training: [838, 290], 'fusion-training': [576, 430], fusion: [838, 430], serving: [1104, 290],
  },
  ways: {
    'users-log': 'M146 290 H256',
    'log-trending': 'M396 264 C456 264 446 64 506 64',
    'log-features': 'M396 277 C456 277 446 174 506 174',
    'log-labels': 'M396 290 H506',
    'trending-serving': 'M646 64 H950 C1050 64 1104 130 1116 253',
    'features-serving': 'M646 174 H930 C1024 174 1070 200 1088 253',
    'labels-training': 'M646 290 H768',
    'labels-fusion-training': 'M576 327 V393',
    'catalogue-fusion-training': 'M396 430 H506',
    'catalogue-fusion': 'M326 467 C326 512 356 512 406 512 H758 C808 512 838 512 838 467',
    'fusion-training-fusion': 'M646 430 H768',
    'training-serving': 'M908 290 H1034',
    'fusion-serving': 'M908 430 C958 430 896 290 946 290 H1034',
    'serving-users': 'M1130 327 C1130 500 1084 542 984 542 H186 C96 542 76 500 76 327',
  },
  labels: {
    'users-log': [201, 275], 'log-trending': [450, 124], 'log-features': [450, 229], 'log-labels': [451, 309],
    'trending-serving': [830, 52], 'features-serving': [830, 162], 'labels-training': [707, 275], 'labels-fusion-training': [576, 365],
    'catalogue-fusion-training': [451, 415], 'catalogue-fusion': [576, 500], 'fusion-training-fusion': [707, 415],
    'training-serving': [988, 275], 'serving-users': [576, 533],
  },
};
const NARROW = {
  box: [-6, 0, 366, 740],
  size: [104, 68],
  places: {
    users: [90, 50], log: [180, 172], trending: [62, 312], features: [180, 312], labels: [298, 312],
    training: [180, 450], 'fusion-training': [298, 450], catalogue: [298, 570], fusion: [298, 690], serving: [100, 690],
  },
  ways: {
    'users-log': 'M100 84 C104 120 150 110 168 138',
    'log-trending': 'M150 206 C130 250 70 230 62 278',
    'log-features': 'M180 206 V278',
    'log-labels': 'M210 206 C230 250 290 230 298 278',
    'trending-serving': 'M50 346 C34 440 40 580 76 656',
    'features-serving': 'M150 346 C110 400 100 540 104 656',
    'labels-training': 'M280 346 C270 390 200 376 190 416',
    'labels-fusion-training': 'M302 346 V416',
    'catalogue-fusion-training': 'M312 536 V484',
    'catalogue-fusion': 'M312 604 V656',
    'fusion-training-fusion': 'M256 484 C226 520 226 620 256 656',
    'training-serving': 'M190 484 V670 C190 684 184 690 172 690 H152',
    'fusion-serving': 'M246 690 H152',
    'serving-users': 'M48 700 C-10 690 0 480 0 330 V180 C0 110 8 56 38 52',
  },
  labels: {
    'users-log': [196, 112], 'log-trending': [82, 254], 'log-features': [180, 252], 'log-labels': [280, 254],
    'trending-serving': [50, 440], 'features-serving': [108, 560], 'labels-training': [204, 380], 'labels-fusion-training': [300, 402],
    'catalogue-fusion-training': [314, 515], 'catalogue-fusion': [314, 635], 'fusion-training-fusion': [218, 512],
    'training-serving': [192, 680], 'serving-users': [46, 114],
  },
};

const PARTS = {
  users: ['Users', 'and their apps'],
  log: ['Kafka', 'feedback-events'],
  catalogue: ['Catalogue', 'videos'],
  features: ['Features', 'what users just did'],
  labels: ['Labels', 'what came of a page'],
  trending: ['Trending', 'what all watch'],
  training: ['Training', 'learns online'],
  'fusion-training': ['Fusion training', 'learns to fuse'],
  fusion: ['Fusion', 'what videos show'],
  serving: ['Serving', 'makes pages'],
};

/**
 * Which topic flows on which edge; its rate is the edge's, whoever else writes to it. The ways of rows join before
 * serving, and have one label there.
 */
const FLOWS = {
  'users-log': ['feedback-events', 'events'],
  'log-features': ['feedback-events', 'events'],
  'log-labels': ['feedback-events', 'events'],
  'log-trending': ['feedback-events', 'events'],
  'features-serving': ['user-states', 'states'],
  'labels-training': ['training-examples', 'examples'],
  'labels-fusion-training': ['training-examples', 'examples'],
  'catalogue-fusion-training': ['videos', 'videos'],
  'catalogue-fusion': ['videos', 'videos'],
  'fusion-training-fusion': ['model-releases', 'releases'],
  'training-serving': ['embedding-rows', 'rows'],
  'fusion-serving': ['embedding-rows', 'rows'],
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
      const label = svg('text', { x, y, class: 'rate', 'data-edge': edge, 'text-anchor': 'middle' });
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
      if (this.labels[edge]) this.labels[edge].textContent = `${rate(perSecond[topic] ?? -1)} ${unit}/s`;
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
  const found = pulse.consumers.filter((each) => partOf(each.consumer) === name);
  return found.length === 0 ? null : found.reduce((sum, each) => sum + Math.max(0, each.lag), 0);
}

/** The part that a consumer belongs to: a group has the part's name after a prefix, and `fusion-training` ends as `training` does. */
function partOf(consumer) {
  return Object.keys(PARTS)
    .filter((name) => consumer === name || consumer.endsWith(`-${name}`))
    .reduce((longest, name) => (name.length > longest.length ? name : longest), '');
}
