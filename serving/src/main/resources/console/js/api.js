// Calls of the HTTP API, with the key that the visitor may have entered. The key stays in this tab.

const KEY = 'freshet-api-key';

/** A problem that the API answered with, or that kept it from answering. */
export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

export const apiKey = () => sessionStorage.getItem(KEY) ?? '';

/** Keeps a key for this tab; an empty one forgets it. */
export function useKey(key) {
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
}

/** Headers of every call. */
export function headers(more = {}) {
  const key = apiKey();
  return key ? { ...more, Authorization: `Bearer ${key}` } : more;
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Problem(0, 'No answer', 'The node does not answer.');
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Problem(response.status, problem.title ?? response.statusText, problem.detail ?? '');
}

export const get = (path, signal) => call(path, { headers: headers({ Accept: 'application/json' }), signal });

export const post = (path, body, more = {}) =>
  call(path, { ...more, method: 'POST', headers: headers({ 'Content-Type': 'application/json', Accept: 'application/json' }), body: JSON.stringify(body) });

const part = encodeURIComponent;

export const routes = {
  events: '/v1/events',
  page: (user) => `/v1/users/${part(user)}/recommendations`,
  state: (user) => `/v1/users/${part(user)}/state`,
  video: (video) => `/v1/videos/${part(video)}`,
  similar: (video, count) => `/v1/videos/${part(video)}/similar?count=${count}`,
  search: (query, count) => `/v1/videos?query=${part(query)}&count=${count}`,
  deadLetters: (topic, count) => `/v1/dead-letters/${part(topic)}?count=${count}`,
  releases: (model) => `/v1/models/${part(model)}/releases`,
  rollBack: (model) => `/v1/models/${part(model)}/rollback`,
};
