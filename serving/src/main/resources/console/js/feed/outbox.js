// Events on their way to the node. What it has not confirmed goes again with what comes next, under the same ids.

import { post, routes } from '../api.js';

/** So many fit the 64 KiB that a browser sends for a page that is being left. */
const MOST = 100;

const waiting = new Map();
const underWay = new Set();

/** A node that answers so will not take the same events the next time either. */
const refused = (status) => [400, 413, 422].includes(status);

/** Sends events with those that wait; fails where the node did not confirm them. */
export async function send(events, more = {}) {
  for (const event of events) waiting.set(event.eventId, event);
  for (const id of [...waiting.keys()].slice(0, -MOST)) waiting.delete(id);
  const batch = [...waiting.values()].filter((event) => !underWay.has(event.eventId));
  if (batch.length === 0) return;
  for (const event of batch) underWay.add(event.eventId);
  try {
    await post(routes.events, batch, more);
    for (const event of batch) waiting.delete(event.eventId);
  } catch (problem) {
    if (refused(problem.status)) for (const event of batch) waiting.delete(event.eventId);
    throw problem;
  } finally {
    for (const event of batch) underWay.delete(event.eventId);
  }
}

/** Whether the node has yet to confirm an event. */
export const waits = (event) => waiting.has(event.eventId);
