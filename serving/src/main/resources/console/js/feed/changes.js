// What is different between two pages, and why.

import { topic } from '../art/cover.js';

/**
 * Compares what was to come with what comes now.
 *
 * `moves` says of each video of the new page how many places it rose (negative: fell), null where it is new; `gone`
 * lists what was to come and does not any more, with the reason.
 */
export function compare(before, page, cause) {
  const places = new Map(before.map((video, place) => [video.video, place]));
  const now = new Set(page.videos.map((video) => video.video));
  const moves = new Map(page.videos.map((video, place) => [video.video, places.has(video.video) ? places.get(video.video) - place : null]));
  const gone = before
    .filter((video) => !now.has(video.video))
    .map((video) => ({ video, why: why(video, cause) }));
  return { moves, gone };
}

function why(video, cause) {
  if (cause?.kind === 'HIDE' && cause.target === 'AUTHOR' && video.author === cause.video.author) return `you hid ${video.author}`;
  if (cause && video.video === cause.video.video) return 'you have seen it';
  return 'not among the first any more';
}

/** Shares of the topics on a list of videos, the largest first. */
export function mix(videos) {
  const counts = new Map();
  for (const video of videos) {
    const about = topic(video);
    const entry = counts.get(about.name) ?? { name: about.name, colours: about.colours, count: 0 };
    entry.count += 1;
    counts.set(about.name, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
