// The pictures of animals, tools and instruments; see motifs.js.

/** A closed leaf from (x, y) in the direction of an angle. */
const leaf = (x, y, length, width, angle) => {
  const tip = [x + length * Math.cos(angle), y + length * Math.sin(angle)];
  const side = (sign) => [
    x + (length / 2) * Math.cos(angle) - sign * width * Math.sin(angle),
    y + (length / 2) * Math.sin(angle) + sign * width * Math.cos(angle),
  ];
  const point = ([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`;
  return `M${x} ${y} Q${point(side(1))} ${point(tip)} Q${point(side(-1))} ${x} ${y} Z`;
};

export const FIGURES = {
  cats(s, r, c) {
    for (let i = 0; i < 7; i++) s.add('circle', { cx: r.between(5, 85), cy: r.between(10, 120), r: r.between(1, 3), fill: c[2], 'fill-opacity': 0.35 });
    const fur = r.pick([c[2], c[3], '#3a3040', '#e8e4e0']);
    const head = s.group({ dy: 2.5, rot: 2, speed: 0.9, ox: 45, oy: 110 });
    s.add('path', { d: 'M18 118 C14 84 22 60 24 40 L38 54 Q45 52 52 54 L66 40 C68 60 76 84 72 118 Z', fill: fur }, null, head);
    s.add('path', { d: 'M27 47 L35 56 L28 62 Z M63 47 L55 56 L62 62 Z', fill: c[1] }, null, head);
    for (const x of [36, 54]) {
      s.add('ellipse', { cx: x, cy: 73, rx: 5.6, ry: 6.4, fill: c[4] }, null, head);
      s.add('ellipse', { cx: x, cy: 73, rx: r.between(1.2, 3), ry: 5.4, fill: '#17121c' }, { dx: 1.4, speed: 0.8 }, head);
    }
    s.add('path', { d: 'M42 83 h6 l-3 3.4 Z', fill: '#f08a9b' }, null, head);
    s.add('path', { d: 'M45 86 q-4 6 -8 2 M45 86 q4 6 8 2 M30 84 l-16 -3 M30 87 l-16 2 M60 84 l16 -3 M60 87 l16 2', stroke: fur === '#3a3040' ? c[2] : '#3a2a38', 'stroke-width': 1.1, fill: 'none', 'stroke-linecap': 'round' }, null, head);
  },
  dogs(s, r, c) {
    s.add('circle', { cx: 45, cy: 76, r: 38, fill: c[4], 'fill-opacity': 0.16 });
    const fur = r.pick([c[2], '#f3e6d3', '#b98755']);
    const dark = c[3];
    const head = s.group({ rot: 4, speed: 1.1, ox: 45, oy: 112 });
    s.add('path', { d: 'M25 118 C20 90 22 52 45 52 S70 90 65 118 Z', fill: fur }, null, head);
    s.add('path', { d: 'M28 58 C12 54 10 84 20 92 C26 88 28 72 32 62 Z', fill: dark }, { rot: 5, speed: 1.6, ox: 28, oy: 58 }, head);
    s.add('path', { d: 'M62 58 C78 54 80 84 70 92 C64 88 62 72 58 62 Z', fill: dark }, { rot: -5, speed: 1.6, ox: 62, oy: 58 }, head);
    if (r.next() < 0.5) s.add('ellipse', { cx: 55, cy: 74, rx: 9, ry: 10, fill: dark, 'fill-opacity': 0.55 }, null, head);
    for (const x of [36, 54]) {
      s.add('circle', { cx: x, cy: 74, r: 3.6, fill: '#20160f' }, null, head);
      s.add('circle', { cx: x + 1.2, cy: 72.8, r: 1.1, fill: '#ffffff' }, null, head);
    }
    s.add('ellipse', { cx: 45, cy: 87, rx: 6, ry: 4.4, fill: '#20160f' }, null, head);
    s.add('path', { d: 'M45 91 v5 q-7 6 -11 0 M45 96 q7 6 11 0', stroke: '#20160f', 'stroke-width': 1.6, fill: 'none', 'stroke-linecap': 'round' }, null, head);
    s.add('path', { d: 'M41 99 q4 12 8 0 Z', fill: '#f2708a' }, { dy: 1.5, speed: 3 }, head);
  },
  'mobile games'(s, r, c) {
    for (let i = 0; i < 16; i++) s.add('path', { d: `M0 ${i * 11} h90`, stroke: c[2], 'stroke-width': 0.4, 'stroke-opacity': 0.22 });
    for (let i = 0; i < 9; i++) s.add('path', { d: `M${i * 11.25} 0 v160`, stroke: c[2], 'stroke-width': 0.4, 'stroke-opacity': 0.22 });
    const size = 7;
    const creature = s.group({ dy: 6, speed: 1.5 });
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 4; column++) {
        if (row > 0 && r.next() < 0.42) continue;
        for (const place of column === 3 ? [3] : [column, 6 - column]) {
          s.add('rect', { x: 20.5 + place * size, y: 40 + row * size, width: size - 0.6, height: size - 0.6, fill: row === 2 && place !== 3 ? c[4] : c[2] }, null, creature);
        }
      }
    }
    for (let i = 0; i < 4; i++) s.add('rect', { x: r.between(6, 80), y: r.between(14, 34), width: 4, height: 4, fill: c[3] }, { dy: 10, speed: 1 + i * 0.2, phase: i });
  },
  gadgets(s, r, c) {
    for (let i = 0; i < 9; i++) {
      const y = 14 + i * 13;
      const x = r.between(8, 40);
      s.add('path', { d: `M0 ${y} h${x} l7 7 h${r.between(10, 60)}`, stroke: c[3], 'stroke-width': 0.9, 'stroke-opacity': 0.55, fill: 'none' });
      s.add('circle', { cx: x, cy: y, r: 1.8, fill: c[2] }, { scale: 0.5, speed: 1.6, phase: i, own: true });
    }
    const phone = s.group({ dy: 3, rot: 2, speed: 0.8, ox: 45, oy: 76 }, undefined);
    const tilted = s.group(null, phone, `rotate(${r.between(-12, 12)} 45 76)`);
    s.add('rect', { x: 27, y: 38, width: 36, height: 74, rx: 7, fill: '#0a141b', stroke: c[2], 'stroke-width': 1.6 }, null, tilted);
    s.add('rect', { x: 30.5, y: 44, width: 29, height: 58, rx: 2, fill: c[1] }, null, tilted);
    s.add('circle', { cx: 45, cy: 70, r: 10, fill: 'none', stroke: c[2], 'stroke-width': 3, 'stroke-dasharray': '46 20' }, { spin: 60, ox: 45, oy: 70 }, tilted);
    s.add('path', { d: 'M35 92 h20 M35 96 h13', stroke: c[4], 'stroke-width': 1.6, 'stroke-linecap': 'round' }, null, tilted);
  },
  guitar(s, r, c) {
    for (let i = 0; i < 5; i++) s.add('circle', { cx: 45, cy: 92, r: 26 + i * 13, fill: 'none', stroke: c[4], 'stroke-width': 1, 'stroke-opacity': 0.28 }, { scale: 0.05, speed: 2, phase: -i * 0.7, ox: 45, oy: 92 });
    const all = s.group(null, undefined, `rotate(${r.between(-16, 16)} 45 88)`);
    s.add('path', { d: 'M45 66 C60 62 66 72 60 80 C74 88 70 118 45 118 S16 88 30 80 C24 72 30 62 45 66 Z', fill: c[2] }, null, all);
    s.add('rect', { x: 41, y: 14, width: 8, height: 58, fill: c[3] }, null, all);
    s.add('rect', { x: 38.5, y: 8, width: 13, height: 13, rx: 2, fill: c[3] }, null, all);
    s.add('circle', { cx: 45, cy: 88, r: 8.5, fill: '#2a130a' }, null, all);
    s.add('rect', { x: 38, y: 104, width: 14, height: 3.4, fill: '#2a130a' }, null, all);
    for (let i = 0; i < 4; i++) s.add('path', { d: `M${42.4 + i * 1.75} 16 V106`, stroke: c[4], 'stroke-width': 0.5 }, { dx: 0.5, speed: 14, phase: i * 2 }, all);
  },
  'stand-up'(s, r, c) {
    const lean = r.between(-22, 22);
    s.add('path', { d: `M${45 + lean} -6 L4 128 H86 Z`, fill: c[2], 'fill-opacity': 0.2 }, { rot: 3, speed: 0.5, ox: 45 + lean, oy: -6 });
    s.add('path', { d: `M${45 + lean} -6 L22 124 H68 Z`, fill: c[4], 'fill-opacity': 0.18 }, { rot: -3, speed: 0.6, ox: 45 + lean, oy: -6 });
    s.add('ellipse', { cx: 45, cy: 120, rx: 40, ry: 8, fill: c[2], 'fill-opacity': 0.35 });
    s.add('path', { d: 'M45 72 V120', stroke: '#0d0a10', 'stroke-width': 2.6 });
    s.add('ellipse', { cx: 45, cy: 120, rx: 13, ry: 3, fill: '#0d0a10' });
    const mic = s.group({ rot: 5, speed: 1, ox: 45, oy: 78 }, undefined);
    const tilted = s.group(null, mic, `rotate(${r.between(8, 24)} 45 76)`);
    s.add('path', { d: 'M41 56 h8 l-1.6 28 h-4.8 Z', fill: '#2c2430' }, null, tilted);
    s.add('circle', { cx: 45, cy: 48, r: 10.5, fill: '#c9c3cf' }, null, tilted);
    s.add('path', { d: 'M35 46 h20 M35 51 h20 M41 39 v18 M49 39 v18', stroke: '#6f6878', 'stroke-width': 0.9 }, null, tilted);
    s.add('rect', { x: 38, y: 55, width: 14, height: 3.2, fill: c[3] }, null, tilted);
  },
  woodworking(s, r, c) {
    const x = 45 + r.between(-10, 10);
    const y = 70 + r.between(-8, 8);
    for (let i = 9; i > 0; i--) {
      s.add('ellipse', { cx: x + r.between(-1.2, 1.2), cy: y + r.between(-1.2, 1.2), rx: i * 5.4, ry: i * 6.6, fill: i % 2 ? c[2] : c[1], stroke: c[3], 'stroke-width': 0.6, 'stroke-opacity': 0.5 }, { rot: 2, speed: 0.5, phase: i * 0.3, ox: x, oy: y });
    }
    s.add('path', { d: `M${x} ${y} L${x + r.between(-50, 50)} ${y + 60}`, stroke: c[3], 'stroke-width': 1.4, 'stroke-linecap': 'round' });
    const saw = s.group({ dx: 7, speed: 2.2 });
    s.add('path', { d: 'M12 104 h58 v9 ' + Array.from({ length: 14 }, () => 'l-2 4 l-2.1 -4').join(' ') + ' Z', fill: '#cdd5da' }, null, saw);
    s.add('rect', { x: 66, y: 98, width: 20, height: 20, rx: 5, fill: c[3] }, null, saw);
  },
  gardening(s, r, c) {
    s.add('circle', { cx: r.between(18, 72), cy: 34, r: 13, fill: c[4], 'fill-opacity': 0.85 }, { scale: 0.06, speed: 0.7, own: true });
    s.add('path', { d: 'M28 104 h34 l-4 22 h-26 Z', fill: '#b5613c' });
    s.add('rect', { x: 25, y: 98, width: 40, height: 8, rx: 2, fill: '#c97a50' });
    const stems = r.whole(3, 5);
    for (let i = 0; i < stems; i++) {
      const lean = (i - (stems - 1) / 2) * 15 + r.between(-3, 3);
      const top = r.between(42, 62);
      const stem = s.group({ rot: 3, speed: 0.9, phase: i, ox: 45, oy: 100 });
      s.add('path', { d: `M45 100 Q45 ${(top + 110) / 2} ${45 + lean} ${top}`, stroke: c[3], 'stroke-width': 2.2, fill: 'none', 'stroke-linecap': 'round' }, null, stem);
      for (const sign of [-1, 1]) {
        const at = r.between(0.45, 0.9);
        s.add('path', { d: leaf(45 + lean * at * at, 100 - (100 - top) * at, r.between(14, 20), 9, -Math.PI / 2 + sign * r.between(0.7, 1.1)), fill: sign > 0 ? c[2] : '#8fd08a' }, null, stem);
      }
      s.add('path', { d: leaf(45 + lean, top, 15, 8, -Math.PI / 2 + lean / 40), fill: c[2] }, null, stem);
    }
  },
  'car repair'(s, r, c) {
    const gear = (x, y, size, teeth, colour, spin) => {
      const turning = s.group({ spin, ox: x, oy: y });
      let d = '';
      for (let i = 0; i < teeth * 2; i++) {
        const radius = i % 2 ? size * 0.8 : size;
        for (const side of [-0.32, 0.32]) {
          const angle = ((i + side) * Math.PI) / teeth;
          d += `${d ? 'L' : 'M'}${(x + radius * Math.cos(angle)).toFixed(1)} ${(y + radius * Math.sin(angle)).toFixed(1)} `;
        }
      }
      s.add('path', { d: `${d}Z`, fill: colour }, null, turning);
      s.add('circle', { cx: x, cy: y, r: size * 0.36, fill: c[0] }, null, turning);
      for (let i = 0; i < 5; i++) {
        const angle = (i * 2 * Math.PI) / 5;
        s.add('circle', { cx: x + size * 0.58 * Math.cos(angle), cy: y + size * 0.58 * Math.sin(angle), r: size * 0.08, fill: c[0] }, null, turning);
      }
    };
    gear(34, 86, 27, 12, c[3], 14);
    gear(68, 56, 17, 9, c[2], -20);
    gear(r.between(12, 24), 40, 11, 8, c[4], 28);
    s.add('path', { d: 'M0 122 h90', stroke: c[2], 'stroke-width': 3, 'stroke-dasharray': '10 7' }, { dx: 8, speed: 1.6 });
  },
};
