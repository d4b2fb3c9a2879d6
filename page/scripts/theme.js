// Light or dark: the system's choice, or the reader's, which the browser remembers. Gradio's dark is a class of the body.

const KEY = 'trich-dan-theme';
const THEMES = ['system', 'light', 'dark'];
const system = matchMedia('(prefers-color-scheme: dark)');

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // the browser keeps nothing
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it lasts until the page is left
  }
}

let theme = [kept(), new URLSearchParams(location.search).get('__theme')].find((one) => THEMES.includes(one)) || 'system';

function show() {
  document.body.classList.toggle('dark', theme === 'system' ? system.matches : theme === 'dark');
  const select = element.querySelector('select');
  if (select && select.value !== theme) select.value = theme;
}

element.addEventListener('change', ({ target }) => {
  theme = target.value;
  keep(theme);
  show();
});
addEventListener('storage', ({ key, newValue }) => {
  if (key !== KEY || !THEMES.includes(newValue)) return;
  theme = newValue; // chosen in another window
  show();
});
system.addEventListener('change', show); // after Gradio's own, which follows the system whatever was chosen
show();
