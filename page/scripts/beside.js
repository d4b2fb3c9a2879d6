// The column beside the conversation. `element` is the column; `trigger` sends an event to Python. What is typed and
// chosen lives here and in the boxes: Python's HTML has no values, so that nothing typed is lost when it comes anew.

const root = document.documentElement;
const PAUSE = 500; // ms after the last key: a year that is being typed is no year yet
const LATE = 3000; // ms without an answer
const FRESH = 60_000; // ms between two looks at which index is the newest
const days = { since: '', until: '' };
const chosen = new Set();
let sought = '';
let unfolded = false; // the examples
let told = JSON.stringify([null, null, []]);
let waiting = null; // for the answer to what was told last
let again = ''; // what was told twice
let pause = null;

const at = (selector) => element.querySelector(selector);
const outlets = () => [...element.querySelectorAll('.outlets li')];
const plain = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

// One at a time: of several events under way Gradio keeps the last without what it says. The answer's HTML says what it
// answers; where none comes, the next change is told all the same.
function tell() {
  clearTimeout(pause);
  const limits = [days.since || null, days.until || null, [...chosen]];
  if (waiting || JSON.stringify(limits) === told) return;
  told = JSON.stringify(limits);
  waiting = setTimeout(answered, LATE);
  root.classList.add('limiting');
  const [since, until, sources] = limits;
  trigger('select', { since, until, sources });
}

function answered() {
  clearTimeout(waiting);
  waiting = null;
  root.classList.remove('limiting');
  tell();
}

function hide(node, hidden) {
  if (node && node.hidden !== hidden) node.hidden = hidden;
}

function narrow() {
  const wanted = plain(sought.trim());
  const rows = outlets();
  rows.forEach((row) => {
    const box = row.querySelector('input');
    hide(row, !box.checked && !plain(box.value).includes(wanted));
  });
  hide(at('.outlets .none'), !wanted || rows.some((row) => !row.hidden));
}

function restore() {
  for (const [name, value] of Object.entries(days)) {
    const box = at(`.${name}`);
    if (box && box.value !== value && box !== document.activeElement) box.value = value;
  }
  element.querySelectorAll('.outlets li input').forEach((box) => {
    box.checked = chosen.has(box.value);
  });
  const search = at('.narrow');
  if (search && search.value !== sought) search.value = sought;
  const examples = at('.examples');
  if (examples && examples.open !== unfolded) examples.open = unfolded;
  narrow();
}

function clear() {
  days.since = days.until = sought = '';
  element.querySelectorAll('input:not([type="checkbox"])').forEach((box) => {
    box.value = '';
  });
  chosen.clear();
  restore();
  tell();
}

function fold() {
  if (!root.classList.contains('beside-open')) return;
  root.classList.remove('beside-open');
  const unfold = document.querySelector('#limited .unfold');
  if (unfold) unfold.focus();
}

element.addEventListener('input', ({ target }) => {
  if (target.type === 'checkbox') {
    if (target.checked) chosen.add(target.value);
    else chosen.delete(target.value);
    narrow();
    tell();
  } else if (target.type === 'search') {
    sought = target.value;
    narrow();
  } else if (target.type === 'date') {
    days[target.classList.contains('since') ? 'since' : 'until'] = target.value;
    clearTimeout(pause);
    pause = setTimeout(tell, PAUSE);
  }
});
element.addEventListener('focusout', ({ target }) => {
  if (target.type === 'date') tell();
});
element.addEventListener('click', ({ target }) => {
  if (target.closest('summary')) unfolded = !at('.examples').open; // as it is going to be
});

document.addEventListener('click', ({ target }) => {
  const box = document.querySelector('#question textarea');
  if (target.closest('#limited .unfold')) {
    root.classList.add('beside-open');
    at('#limits-title').focus();
  } else if (target.closest('#beside .fold')) {
    fold();
  } else if (target.closest('#beside .clear')) {
    clear();
    at('#limits-title').focus();
  } else if (target.closest('#limited .clear')) {
    clear();
    box.focus();
  } else if (target.closest('#beside .example')) {
    root.classList.remove('beside-open');
    trigger('submit', { question: target.closest('.example').textContent });
    box.focus();
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') fold();
});

// Where the server was started anew it has forgotten the limits, which are told once more.
function hear() {
  const column = at('.beside');
  if (!column) return;
  const heard = JSON.stringify(JSON.parse(column.dataset.stated));
  if (waiting) {
    if (heard === told) answered();
  } else if (heard !== told && told !== again) {
    again = told;
    told = heard;
    tell();
  }
}

new MutationObserver(() => {
  restore();
  hear();
}).observe(element, { childList: true, subtree: true, attributes: true, characterData: true });

const look = () => document.hidden || trigger('tick');
setInterval(look, FRESH);
document.addEventListener('visibilitychange', look);
