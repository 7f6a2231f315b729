// One picture per family of topics, drawn in a box of 90 x 160 whose lower third stays calm for the title.
// `s` draws: s.add(tag, attributes, motion); `r` is chance; `c` are the colours (sky, ground, main, second, spark).

import { FIGURES } from './figures.js';

const wave = (y, height, step, shift = 0) => {
  let d = `M${-20 + shift} ${y}`;
  for (let x = -20; x < 120; x += step * 2) d += ` q${step / 2} ${-height} ${step} 0 t${step} 0`;
  return d;
};

const star = (x, y, outer, inner, points = 5) => {
  const at = (i) => {
    const radius = i % 2 ? inner : outer;
    const angle = (Math.PI * i) / points - Math.PI / 2;
    return `${(x + radius * Math.cos(angle)).toFixed(2)},${(y + radius * Math.sin(angle)).toFixed(2)}`;
  };
  return Array.from({ length: points * 2 }, (_, i) => at(i)).join(' ');
};

const MOTIFS = {
  ...FIGURES,
  'street food'(s, r, c) {
    for (let i = 0; i < 3; i++) {
      const x = 30 + i * 15;
      s.add('path', { d: `M${x} 66 q-8 -10 0 -20 t0 -20`, stroke: c[4], 'stroke-width': 2.6, 'stroke-opacity': 0.55, 'stroke-linecap': 'round', fill: 'none' }, { dy: 3, speed: 1 + i * 0.3, phase: i });
    }
    const lean = r.between(-6, 6);
    s.add('path', { d: `M${62 + lean} 28 L46 82 M${70 + lean} 30 L52 82`, stroke: c[3], 'stroke-width': 2.4, 'stroke-linecap': 'round' }, { rot: 2, speed: 0.7, ox: 48, oy: 82 });
    s.add('ellipse', { cx: 45, cy: 78, rx: 31, ry: 8, fill: c[3] });
    for (let i = 0; i < 6; i++) {
      s.add('path', { d: `M${18 + i * 9} 78 q5 ${r.between(-7, -3)} 9 0 t9 0`, stroke: c[2], 'stroke-width': 2.6, fill: 'none', 'stroke-linecap': 'round' }, { dx: 1, speed: 1.2, phase: i });
    }
    s.add('circle', { cx: 58, cy: 76, r: 5.5, fill: c[4] });
    s.add('circle', { cx: 58, cy: 76, r: 2.6, fill: c[3] });
    s.add('path', { d: 'M13 79 h64 c0 22 -14 31 -32 31 s-32 -9 -32 -31 Z', fill: c[2] });
    s.add('path', { d: 'M15 88 q30 10 60 0', stroke: c[1], 'stroke-width': 3, fill: 'none' });
  },
  baking(s, r, c) {
    for (let i = 4; i > 0; i--) s.add('circle', { cx: 45, cy: 70, r: 13 * i, fill: c[2], 'fill-opacity': 0.07 }, { scale: 0.04, speed: 0.8, phase: i, ox: 45, oy: 70 });
    s.add('path', { d: 'M12 92 c-4 -34 20 -46 33 -46 s37 12 33 46 c-8 8 -58 8 -66 0 Z', fill: c[3] });
    s.add('path', { d: 'M16 88 c-2 -28 18 -38 29 -38 s31 10 29 38 c-9 5 -49 5 -58 0 Z', fill: c[1] });
    const cuts = r.whole(3, 4);
    for (let i = 0; i < cuts; i++) {
      const x = 24 + (i * 44) / cuts;
      s.add('path', { d: `M${x} 82 q2 -16 14 -24`, stroke: c[4], 'stroke-width': 3.4, 'stroke-linecap': 'round', fill: 'none' });
    }
    for (let i = 0; i < 12; i++) s.add('circle', { cx: r.between(10, 80), cy: r.between(14, 46), r: r.between(0.5, 1.3), fill: c[4], 'fill-opacity': 0.7 }, { dy: 4, speed: r.between(0.4, 1), phase: i });
  },
  football(s, r, c) {
    for (let i = 0; i < 5; i += 2) s.add('rect', { x: -5, y: 58 + i * 21, width: 100, height: 21, fill: c[3], 'fill-opacity': 0.55 });
    s.add('path', { d: 'M20 58 v-30 h50 v30', stroke: c[2], 'stroke-width': 2.4, fill: 'none' });
    for (let i = 1; i < 6; i++) s.add('path', { d: `M${20 + i * 8.3} 28 v30 M20 ${28 + i * 5} h50`, stroke: c[2], 'stroke-width': 0.4, 'stroke-opacity': 0.5 });
    const bend = r.between(-24, 24);
    s.add('path', { d: `M45 112 Q${45 + bend} 80 ${45 + bend / 2} 48`, stroke: c[4], 'stroke-width': 1.6, 'stroke-dasharray': '1 4', 'stroke-linecap': 'round', fill: 'none' });
    const x = 45 + bend / 2.2;
    const ball = s.group({ rot: 40, speed: 0.8, ox: x, oy: 84 });
    s.add('circle', { cx: x, cy: 84, r: 14, fill: c[2] }, null, ball);
    s.add('polygon', { points: star(x, 84, 6, 5, 5), fill: '#16312a' }, null, ball);
    for (let i = 0; i < 5; i++) {
      const a = (i * 2 * Math.PI) / 5 - Math.PI / 2;
      s.add('path', { d: `M${x + 6 * Math.cos(a)} ${84 + 6 * Math.sin(a)} L${x + 13 * Math.cos(a)} ${84 + 13 * Math.sin(a)}`, stroke: '#16312a', 'stroke-width': 1.3 }, null, ball);
    }
  },
  basketball(s, r, c) {
    s.add('circle', { cx: 45, cy: 74, r: 40, fill: c[3], 'fill-opacity': 0.35 });
    s.add('rect', { x: 26, y: 18, width: 38, height: 26, rx: 2, fill: 'none', stroke: c[4], 'stroke-width': 1.8, 'stroke-opacity': 0.8 });
    s.add('path', { d: 'M33 46 h24', stroke: c[1], 'stroke-width': 3, 'stroke-linecap': 'round' });
    for (let i = 0; i < 5; i++) s.add('path', { d: `M${33 + i * 6} 47 L${37 + i * 4} 62`, stroke: c[4], 'stroke-width': 0.8, 'stroke-opacity': 0.8 });
    const x = 45 + r.between(-14, 14);
    const ball = s.group({ dy: 6, speed: 1.6 });
    s.add('circle', { cx: x, cy: 88, r: 17, fill: c[1] }, null, ball);
    s.add('path', { d: `M${x - 17} 88 h34 M${x} 71 v34 M${x - 12} 76 q12 12 0 24 M${x + 12} 76 q-12 12 0 24`, stroke: c[3], 'stroke-width': 1.4, fill: 'none' }, null, ball);
  },
  'home workouts'(s, r, c) {
    for (let i = 0; i < 5; i++) s.add('circle', { cx: 45, cy: 74, r: 16 + i * 11, fill: 'none', stroke: c[2], 'stroke-width': 1.4, 'stroke-opacity': 0.5 - i * 0.09 }, { scale: 0.06, speed: 1.4, phase: -i * 0.6, ox: 45, oy: 74 });
    const bell = s.group({ dy: 5, rot: 3, speed: 1.4, ox: 45, oy: 74 });
    if (r.next() < 0.5) {
      s.add('path', { d: 'M33 70 C26 46 64 46 57 70', fill: 'none', stroke: c[4], 'stroke-width': 6, 'stroke-linecap': 'round' }, null, bell);
      s.add('circle', { cx: 45, cy: 82, r: 21, fill: c[3] }, null, bell);
      s.add('circle', { cx: 39, cy: 76, r: 5, fill: c[4], 'fill-opacity': 0.35 }, null, bell);
    } else {
      s.add('rect', { x: 22, y: 70, width: 46, height: 7, rx: 3, fill: c[4] }, null, bell);
      for (const x of [10, 62]) s.add('rect', { x: x + (x > 40 ? 0 : 8), y: 54, width: 10, height: 39, rx: 4, fill: c[3] }, null, bell);
      for (const x of [10, 72]) s.add('rect', { x, y: 60, width: 8, height: 27, rx: 3, fill: c[2] }, null, bell);
    }
  },
  travel(s, r, c) {
    s.add('circle', { cx: 45 + r.between(-16, 16), cy: 52, r: 17, fill: c[4] }, { dy: 2, speed: 0.4 });
    for (let i = 0; i < 3; i++) {
      const peak = r.between(14, 76);
      s.add('path', { d: `M${peak - 46} 112 L${peak} ${52 + i * 12} L${peak + 46} 112 Z`, fill: i % 2 ? c[0] : c[3], 'fill-opacity': 0.55 + i * 0.18 });
    }
    for (let i = 0; i < 3; i++) s.add('path', { d: `${wave(100 + i * 9, 5, 16, i * 9)} V170 H-20 Z`, fill: i === 1 ? c[3] : c[0], 'fill-opacity': 0.75 }, { dx: 6, speed: 0.5 + i * 0.2, phase: i });
    const boat = s.group({ dx: 8, dy: 1.5, speed: 0.5 });
    s.add('path', { d: 'M30 98 h16 l-3 6 h-10 Z M38 97 v-14 l8 12 Z', fill: c[4] }, null, boat);
  },
  makeup(s, r, c) {
    for (let i = 0; i < 6; i++) s.add('circle', { cx: r.between(6, 84), cy: r.between(16, 110), r: r.between(5, 15), fill: r.pick([c[2], c[3], c[4]]), 'fill-opacity': 0.28 }, { dy: 3, speed: r.between(0.4, 0.9), phase: i });
    const stick = s.group({ rot: 3, speed: 0.7, ox: 45, oy: 112 });
    s.add('path', { d: 'M36 66 v-22 q2 -9 18 -12 v34 Z', fill: c[3] }, null, stick);
    s.add('rect', { x: 33, y: 66, width: 24, height: 14, fill: c[4] }, null, stick);
    s.add('rect', { x: 29, y: 80, width: 32, height: 34, rx: 2, fill: '#2b1020' }, null, stick);
    s.add('path', { d: 'M40 46 q4 -6 9 -8', stroke: c[4], 'stroke-width': 1.6, 'stroke-opacity': 0.7, fill: 'none' }, null, stick);
  },
  'street fashion'(s, r, c) {
    for (let i = -2; i < 9; i++) s.add('path', { d: `M${i * 14} 0 l-40 160`, stroke: c[4], 'stroke-width': 4, 'stroke-opacity': 0.08 });
    const shirt = s.group({ rot: 3, speed: 0.8, ox: 45, oy: 30 });
    s.add('path', { d: 'M45 36 v-6 q0 -6 6 -6', stroke: c[2], 'stroke-width': 2, fill: 'none' }, null, shirt);
    s.add('path', { d: 'M33 42 L14 54 L21 72 L30 67 V112 H60 V67 L69 72 L76 54 L57 42 Q45 54 33 42 Z', fill: r.pick([c[2], c[3], c[4]]) }, null, shirt);
    const band = r.pick([c[0], c[3]]);
    for (let i = 0; i < r.whole(1, 4); i++) s.add('rect', { x: 30, y: 70 + i * 9, width: 30, height: 4.5, fill: band }, null, shirt);
  },
  dance(s, r, c) {
    for (let i = 0; i < 5; i++) {
      const y = 30 + i * 17;
      s.add('path', { d: `M-10 ${y} C 25 ${y - r.between(20, 40)}, 50 ${y + r.between(20, 45)}, 100 ${y - 10}`, stroke: [c[2], c[3], c[4]][i % 3], 'stroke-width': r.between(2, 7), 'stroke-opacity': 0.55, fill: 'none', 'stroke-linecap': 'round' }, { dy: 7, speed: 1 + i * 0.15, phase: i });
    }
    const body = s.group({ rot: 8, speed: 2, ox: 45, oy: 104 });
    const flip = r.next() < 0.5 ? 1 : -1;
    const X = (x) => 45 + flip * x;
    s.add('circle', { cx: X(3), cy: 48, r: 6.5, fill: c[4] }, null, body);
    s.add('path', { d: `M${X(2)} 57 Q${X(-4)} 70 ${X(0)} 82 M${X(1)} 60 Q${X(16)} 58 ${X(22)} 42 M${X(1)} 60 Q${X(-14)} 66 ${X(-22)} 54 M${X(0)} 82 Q${X(14)} 90 ${X(10)} 110 M${X(0)} 82 Q${X(-16)} 88 ${X(-26)} 78`, stroke: c[4], 'stroke-width': 6, 'stroke-linecap': 'round', fill: 'none' }, null, body);
  },
  magic(s, r, c) {
    const count = 4;
    for (let i = 0; i < count; i++) {
      const angle = -27 + i * 18 + r.between(-2, 2);
      const card = s.group({ rot: 2.5 + i * 0.5, speed: 0.9, phase: i * 0.5, ox: 45, oy: 118 });
      const inner = s.group(null, card, `rotate(${angle} 45 118)`);
      s.add('rect', { x: 31, y: 44, width: 28, height: 42, rx: 3, fill: c[2], stroke: c[1], 'stroke-width': 0.7 }, null, inner);
      const red = i % 2;
      s.add('path', { d: red ? 'M45 75 c-14 -9 -9 -19 0 -13 c9 -6 14 4 0 13 Z' : 'M45 53 l9 12 l-9 12 l-9 -12 Z', fill: red ? c[3] : c[0] }, null, inner);
    }
    for (let i = 0; i < 9; i++) s.add('polygon', { points: star(r.between(8, 82), r.between(12, 60), r.between(2, 4.5), 1, 4), fill: c[4] }, { scale: 0.35, speed: r.between(1, 2.4), phase: i, own: true });
  },
  space(s, r, c) {
    for (let i = 0; i < 46; i++) s.add('circle', { cx: r.between(0, 90), cy: r.between(0, 130), r: r.between(0.25, 1), fill: c[4], 'fill-opacity': r.between(0.3, 1) }, i % 4 ? null : { dx: 1.5, speed: 0.6, phase: i });
    const x = 45 + r.between(-10, 10);
    const y = 68 + r.between(-8, 8);
    const size = r.between(17, 25);
    const tilt = r.between(-24, 24);
    s.add('circle', { cx: x, cy: y, r: size * 1.7, fill: c[3], 'fill-opacity': 0.16 }, { scale: 0.05, speed: 0.6, ox: x, oy: y });
    s.add('circle', { cx: x, cy: y, r: size, fill: r.pick([c[2], c[3], '#5fd0c5', '#f08a8a']) });
    s.add('path', { d: `M${x - size * 0.9} ${y - size * 0.3} q${size} ${size * 0.5} ${size * 1.8} 0 M${x - size * 0.95} ${y + size * 0.2} q${size} ${size * 0.5} ${size * 1.9} 0`, stroke: c[0], 'stroke-opacity': 0.28, 'stroke-width': 3, fill: 'none' });
    const ring = s.group(null, undefined, `rotate(${tilt} ${x} ${y})`);
    s.add('path', { d: `M${x - size * 1.75} ${y} a${size * 1.75} ${size * 0.5} 0 0 0 ${size * 3.5} 0`, stroke: c[4], 'stroke-width': 2.4, 'stroke-opacity': 0.85, fill: 'none' }, null, ring);
    const moon = s.group({ orbit: size * 1.5, speed: 0.7, ox: x, oy: y, phase: r.between(0, 6) });
    s.add('circle', { cx: x, cy: y, r: 2.6, fill: c[4] }, null, moon);
  },
};

/** Pictures of what no family knows: shapes by chance. */
const OTHERS = [
  (s, r, c) => {
    for (let i = 0; i < 6; i++) s.add('path', { d: `${wave(36 + i * 15, r.between(4, 12), 15, r.between(-10, 10))} V180 H-20 Z`, fill: [c[2], c[3], c[1], c[0]][i % 4], 'fill-opacity': 0.6 }, { dx: 6, speed: 0.5 + i * 0.1, phase: i });
  },
  (s, r, c) => {
    for (let i = 0; i < 9; i++) {
      const colour = r.pick([c[2], c[3], c[4]]);
      const x = r.between(5, 85);
      const y = r.between(15, 115);
      const size = r.between(6, 22);
      if (i % 3 === 0) s.add('circle', { cx: x, cy: y, r: size, fill: colour, 'fill-opacity': 0.7 }, { dy: 4, speed: 0.7, phase: i });
      else if (i % 3 === 1) s.add('rect', { x: x - size / 2, y: y - size / 2, width: size, height: size, fill: colour, 'fill-opacity': 0.7 }, { rot: 12, speed: 0.6, phase: i, ox: x, oy: y });
      else s.add('path', { d: `M${x - size} ${y} a${size} ${size} 0 0 1 ${size * 2} 0`, fill: 'none', stroke: colour, 'stroke-width': 3 }, { rot: 20, speed: 0.5, phase: i, ox: x, oy: y });
    }
  },
  (s, r, c) => {
    const turn = r.between(0, 1);
    for (let row = 0; row < 11; row++) {
      for (let column = 0; column < 8; column++) {
        const size = 3.4 * (0.5 + 0.5 * Math.sin(row * 0.7 + column * (0.5 + turn)));
        s.add('circle', { cx: 6 + column * 11, cy: 12 + row * 10.5, r: Math.max(0.6, size), fill: (row + column) % 3 ? c[2] : c[3], 'fill-opacity': 0.75 });
      }
    }
  },
];

/** The picture of a family, or one by chance where it has none. */
export function motif(name, r) {
  return MOTIFS[name] ?? r.pick(OTHERS);
}
