// The list of articles: searched as one types, sorted by its headings, turned over leaf by leaf. `element` is the list,
// `trigger` sends an event to Python. What the reader looks at is known here, and told whole each time.

const PAUSE = 250; // ms after the last key
const LATE = 5000; // ms without an answer
const FRESH = 3000; // ms that the tab may have been out of sight
const view = { wanted: '', order: 'published', descending: true, leaf: 0 };
let asked = 0;
let waiting = null; // for the answer to the last request
let changed = false; // since then
let pause = null;
let used = null; // the button that has the focus again when the list has come anew

// One at a time: of several events under way Gradio keeps the last without what it says.
function ask() {
  clearTimeout(pause);
  const field = document.querySelector('#articles-wanted');
  if (field && field.value !== view.wanted) {
    view.wanted = field.value;
    view.leaf = 0;
  }
  changed = Boolean(waiting);
  if (waiting) return;
  asked += 1;
  waiting = setTimeout(answered, LATE);
  trigger('select', { ...view, asked });
}

function answered() {
  clearTimeout(waiting);
  waiting = null;
  if (changed) ask();
}

document.addEventListener('input', ({ target }) => {
  if (target.id !== 'articles-wanted') return;
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE);
});

document.addEventListener('keydown', ({ target, key }) => {
  if (target.id !== 'articles-wanted' || key !== 'Enter') return;
  ask();
});

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { order, leaf } = button.dataset;
  if (order) {
    view.descending = order === view.order ? !view.descending : order === 'published';
    view.order = order;
    view.leaf = 0;
    used = `button[data-order="${order}"]`;
  } else {
    view.leaf = Number(leaf);
    used = `#${button.id}`;
  }
  ask();
});

function settle() {
  const list = element.querySelector('.listed');
  if (!list) return;
  const field = document.querySelector('#articles-wanted'); // written anew with the language, without what was typed
  if (field && field !== document.activeElement && !field.value && view.wanted) field.value = view.wanted;
  if (!waiting || Number(list.dataset.asked) !== asked) return;
  if (used) {
    const button = element.querySelector(used);
    const now = document.activeElement;
    const goal = button && button.disabled ? element.querySelector('.leaves button:not([disabled])') : button;
    if (goal && (now === document.body || element.contains(now))) goal.focus({ preventScroll: true });
    if (used.startsWith('#')) element.scrollIntoView({ block: 'start' });
    used = null;
  }
  answered();
}
new MutationObserver(settle).observe(element, { childList: true, subtree: true, attributes: true, characterData: true });

// Others may have had the index made anew while the tab was out of sight.
let left = 0;
new IntersectionObserver(([{ isIntersecting }]) => {
  if (isIntersecting && left && Date.now() - left > FRESH) trigger('tick');
  left = isIntersecting ? 0 : Date.now();
}).observe(element);
