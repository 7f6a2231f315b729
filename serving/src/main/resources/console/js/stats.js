// What counts tell.

const Z = 1.96;

/** A rate with its 95 % interval (Wilson 1927); null without trials. */
export function interval(successes, trials) {
  if (trials === 0) return null;
  const p = successes / trials;
  const middle = p + (Z * Z) / (2 * trials);
  const half = Z * Math.sqrt((p * (1 - p)) / trials + (Z * Z) / (4 * trials * trials));
  const scale = 1 + (Z * Z) / trials;
  return { rate: p, low: (middle - half) / scale, high: (middle + half) / scale };
}
