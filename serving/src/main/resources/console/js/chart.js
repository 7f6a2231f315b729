// Curves over time, with bands where there are intervals.

import uPlot from '/libraries/uplot/uPlot.esm.js';
import { fill, h } from './dom.js';
import { colour } from './theme.js';

const HEIGHT = 230;

/**
 * A chart of `lines`: {name, tone (a colour of the style sheet), band (whether low and high come with it), dash}. `format`
 * writes a value. `set(times, values)` takes epoch seconds and, by line, {at, low, high} arrays.
 */
export class Chart {
  #plot = null;
  #data = null;
  #signal;

  constructor({ title, note, lines, format, range, signal }) {
    this.lines = lines;
    this.format = format;
    this.range = range;
    this.#signal = signal;
    this.place = h('div', { class: 'plot', role: 'img', 'aria-label': title });
    this.key = h('ul', { class: 'key' });
    this.title = title;
    this.element = h('figure', { class: 'card chart' },
      h('header', {}, h('figcaption', {}, h('h2', {}, title)), note ? h('p', {}, note) : null), this.key, this.place);
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.place);
    document.addEventListener('themechange', () => this.#rebuild(), { signal });
    signal.addEventListener('abort', () => {
      this.observer.disconnect();
      this.#plot?.destroy();
    });
  }

  set(times, values) {
    const data = [times];
    this.lines.forEach((line, i) => {
      const value = values[i];
      data.push(value.at);
      if (line.band) data.push(value.low, value.high);
    });
    this.#data = data;
    if (this.#plot) this.#plot.setData(data);
    else this.#rebuild();
    this.#drawKey(values);
  }

  #drawKey(values) {
    const last = (list) => list.findLast((value) => value !== null && value !== undefined);
    const texts = this.lines.map((line, i) => {
      const at = last(values[i].at);
      const low = line.band ? last(values[i].low) : undefined;
      return at === undefined ? '–' : low === undefined ? this.format(at) : `${this.format(at)} ± ${this.format((last(values[i].high) - low) / 2)}`;
    });
    fill(this.key, this.lines.map((line, i) => {
      const swatch = h('i', { 'aria-hidden': 'true' });
      swatch.style.background = `var(--${line.tone})`;
      return h('li', {}, swatch, h('span', {}, line.name), h('b', { class: 'number' }, texts[i]));
    }));
    this.place.setAttribute('aria-label', `${this.title}: ${this.lines.map((line, i) => `${line.name} ${texts[i]}`).join(', ')}`);
    this.place.dataset.points = String(this.#data[0].length);
  }

  #rebuild() {
    if (!this.#data || this.#signal.aborted) return;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), this.#data, this.place);
  }

  #resize() {
    const width = this.place.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #options() {
    const soft = colour('soft');
    const series = [{}];
    const bands = [];
    for (const line of this.lines) {
      const stroke = colour(line.tone);
      series.push({ label: line.name, stroke, width: 2.2, dash: line.dash, points: { show: false }, spanGaps: true });
      if (line.band) {
        const hidden = { stroke: 'transparent', width: 0, points: { show: false }, spanGaps: true };
        series.push({ ...hidden, label: `${line.name} low` }, { ...hidden, label: `${line.name} high` });
        const veil = stroke.replace('rgb(', 'rgba(').replace(')', ', 0.16)');
        bands.push({ series: [series.length - 1, series.length - 2], fill: veil });
      }
    }
    const axis = { stroke: soft, font: '11px Inter, system-ui, sans-serif', grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
    return {
      width: Math.max(200, this.place.clientWidth),
      height: HEIGHT,
      series,
      bands,
      legend: { show: false },
      cursor: { y: false, points: { size: 7 } },
      padding: [10, 8, 0, 0],
      scales: { x: { time: true }, y: { range: this.range } },
      axes: [
        { ...axis, size: 30, space: 70, values: [[3600, '{HH}:{mm}', null, null, null, null, null, null, 1], [60, '{HH}:{mm}', null, null, null, null, null, null, 1], [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1]] },
        { ...axis, size: 54, space: 34, values: (_, values) => values.map((value) => this.format(value)) },
      ],
    };
  }
}
