// Light or dark: as the system says, until the visitor says otherwise.

const KEY = 'freshet-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

const chosen = () => localStorage.getItem(KEY);

export const theme = () => chosen() ?? (system.matches ? 'dark' : 'light');

function apply() {
  if (chosen()) document.documentElement.dataset.theme = chosen();
  document.dispatchEvent(new Event('themechange'));
}

export function toggleTheme() {
  localStorage.setItem(KEY, theme() === 'dark' ? 'light' : 'dark');
  apply();
}

system.addEventListener('change', apply);
apply();

const probe = document.createElement('i');
probe.hidden = true;
document.body.append(probe);

/** A colour of the style sheet, for what is drawn on a canvas. */
export function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}
