// The cover of a video, drawn from what the catalogue says of it: tags choose picture and colours, the author their
// shade, the id the composition. A link to a real cover wins.

import { h, svg } from '../dom.js';
import { family } from './topics.js';
import { motif } from './motifs.js';
import { hash, seeded } from './random.js';

let gradients = 0;

/** What a video is mainly about. */
export const topic = (video) => family(video.tags ?? [], hash);

/** A colour moved around the wheel and in lightness, so that authors of one topic differ a little. */
function shade(hex, turn, light) {
  const channel = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const max = Math.max(...channel);
  const min = Math.min(...channel);
  const span = max - min;
  let hue = 0;
  if (span > 0) {
    const [red, green, blue] = channel;
    if (max === red) hue = ((green - blue) / span + 6) % 6;
    else if (max === green) hue = (blue - red) / span + 2;
    else hue = (red - green) / span + 4;
  }
  const middle = (max + min) / 2;
  const saturation = span === 0 ? 0 : span / (1 - Math.abs(2 * middle - 1));
  return `hsl(${(hue * 60 + turn + 360).toFixed(0)} ${(saturation * 100).toFixed(0)}% ${Math.min(96, Math.max(4, middle * 100 + light)).toFixed(0)}%)`;
}

/** Draws into a root and remembers what moves. */
class Sketch {
  constructor(root) {
    this.root = root;
    this.moving = [];
  }

  add(tag, attributes, motion = null, parent = this.root) {
    const element = svg(tag, attributes);
    parent.append(element);
    this.#move(element, motion, attributes);
    return element;
  }

  group(motion = null, parent = this.root, transform = undefined) {
    const element = svg('g', { transform });
    parent.append(element);
    this.#move(element, motion, {});
    return element;
  }

  #move(element, motion, attributes) {
    if (!motion) return;
    const own = motion.own && attributes.points ? attributes.points.split(' ')[0].split(',').map(Number) : null;
    this.moving.push({
      element,
      ...motion,
      ox: motion.ox ?? attributes.cx ?? own?.[0] ?? 45,
      oy: motion.oy ?? attributes.cy ?? own?.[1] ?? 80,
    });
  }

  /** Puts everything where it is after some seconds of play. */
  at(seconds) {
    for (const each of this.moving) {
      const angle = seconds * (each.speed ?? 1) * 2 + (each.phase ?? 0);
      const sine = Math.sin(angle);
      let transform = '';
      if (each.orbit) transform += `translate(${(each.orbit * Math.cos(angle)).toFixed(2)} ${(each.orbit * 0.4 * sine).toFixed(2)}) `;
      if (each.dx || each.dy) transform += `translate(${((each.dx ?? 0) * sine).toFixed(2)} ${((each.dy ?? 0) * sine).toFixed(2)}) `;
      if (each.rot) transform += `rotate(${(each.rot * sine).toFixed(2)} ${each.ox} ${each.oy}) `;
      if (each.spin) transform += `rotate(${(each.spin * seconds).toFixed(2)} ${each.ox} ${each.oy}) `;
      if (each.scale) {
        const scale = 1 + each.scale * sine;
        transform += `translate(${each.ox} ${each.oy}) scale(${scale.toFixed(3)}) translate(${-each.ox} ${-each.oy})`;
      }
      each.element.setAttribute('transform', transform);
    }
  }
}

/** A drawn cover: the element, and a function that sets it to a moment of play. */
function drawn(video) {
  const about = topic(video);
  const author = seeded(video.author ?? '');
  const turn = author.between(-16, 16);
  const light = author.between(-4, 5);
  const colours = about.colours.map((colour, i) => shade(colour, turn, i < 2 ? light : 0));
  const id = `cover-${gradients++}`;
  const chance = seeded(video.video);
  const [x1, y1] = [chance.between(0, 0.6), 0];
  const root = svg('svg', { viewBox: '0 0 90 160', preserveAspectRatio: 'xMidYMid slice', class: 'cover', 'aria-hidden': 'true', focusable: 'false' },
    svg('defs', {},
      svg('linearGradient', { id, x1, y1, x2: 1 - x1, y2: 1 },
        svg('stop', { offset: 0, 'stop-color': colours[0] }),
        svg('stop', { offset: 1, 'stop-color': colours[1] })),
      svg('radialGradient', { id: `${id}-glow`, cx: 0.5, cy: 0.42, r: 0.6 },
        svg('stop', { offset: 0, 'stop-color': colours[2], 'stop-opacity': 0.42 }),
        svg('stop', { offset: 1, 'stop-color': colours[2], 'stop-opacity': 0 }))),
    svg('rect', { width: 90, height: 160, fill: `url(#${id})` }),
    svg('rect', { width: 90, height: 160, fill: `url(#${id}-glow)` }));
  const stage = svg('g', { transform: chance.next() < 0.5 ? 'translate(90 0) scale(-1 1)' : undefined });
  root.append(stage);
  const sketch = new Sketch(stage);
  motif(about.name, chance)(sketch, chance, colours);
  return { element: root, at: (seconds) => sketch.at(seconds) };
}

// Below it lie media and nothing else: whoever uploads a video must not choose what a visitor's browser asks of the node.
const MEDIA = '/media/';

/** A link of the catalogue that this page may load: one to media at the node's own address. Null where there is none. */
export function ownLink(video, role) {
  const link = video.media?.[role];
  if (!link || !URL.canParse(link, location.origin)) return null;
  const url = new URL(link, location.origin);
  return url.origin === location.origin && url.pathname.startsWith(MEDIA) ? url.href : null;
}

/** The picture of a video: its own cover where the catalogue links one that loads, otherwise a drawn one, which can move. */
export function picture(video) {
  const link = ownLink(video, 'cover');
  if (!link) return drawn(video);
  const image = h('img', { class: 'cover', alt: '', loading: 'lazy', src: link });
  const shown = { element: image, at: () => {} };
  image.addEventListener('error', () => {
    const { element, at } = drawn(video);
    shown.element.replaceWith(element);
    Object.assign(shown, { element, at });
  }, { once: true });
  return shown;
}

/** A picture that stands still, for lists. */
export const cover = (video) => picture(video).element;
