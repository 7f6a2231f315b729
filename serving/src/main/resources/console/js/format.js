// Numbers and times for people.

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const PLAIN = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 12,345 */
export const whole = (value) => PLAIN.format(value);

/** 12.3K */
export const compact = (value) => (value < 10_000 ? PLAIN.format(value) : COMPACT.format(value));

/** 0.712, or a dash where there is none. */
export const three = (value) => (Number.isFinite(value) ? value.toFixed(3) : '–');

/** 42.1 % */
export const percent = (share, digits = 1) => (Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '–');

/** Milliseconds as 8 ms, 1.2 s or 4 min; a dash below zero. */
export function duration(millis) {
  if (!Number.isFinite(millis) || millis < 0) return '–';
  if (millis < 1_000) return `${Math.round(millis)} ms`;
  if (millis < 60_000) return `${(millis / 1_000).toFixed(1)} s`;
  if (millis < 3_600_000) return `${Math.round(millis / 60_000)} min`;
  if (millis < 86_400_000) return `${Math.round(millis / 3_600_000)} h`;
  return `${Math.round(millis / 86_400_000)} d`;
}

/** How long ago, as `duration`. */
export const ago = (iso, now = Date.now()) => (iso ? duration(Math.max(0, now - Date.parse(iso))) : '–');

/** Length of a video as 0:42. */
export function clock(millis) {
  const seconds = Math.round(millis / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A rate per second. */
export const rate = (perSecond) => (perSecond < 0 ? '–' : perSecond < 10 ? perSecond.toFixed(1) : perSecond < 1_000 ? PLAIN.format(perSecond) : COMPACT.format(perSecond));
