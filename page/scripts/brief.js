// Collecting for the brief, and what is done in its tab, which is not on the page until it is opened. What Python has
// to tell stands in the attributes of the only child of `element`. The browser keeps the brief: it gives it back when
// the page opens, and whenever the server turns out to have lost it.

const KEPT = 'trich-dan-brief';
const ASIDE = 'trich-dan-brief-torn'; // a kept brief that could not be read
const PATIENCE = 60000; // ms that an answer is waited for before the next request is sent

const told = () => element.querySelector('.told').dataset;
const tab = (selector) => document.querySelector(`#brief ${selector}`);
const waiting = []; // requests that wait for the answer to `sent`: each acts on what the one before it left
let sent = null;
let count = 0;
let stamp = told().stamp; // of the brief as it was last told
let brief = ''; // the same as JSON
let style = 'footnote';

const live = document.createElement('div');
live.className = 'unseen';
live.setAttribute('role', 'status');
document.body.append(live);

function say(sentence) {
  live.textContent = '';
  if (sentence) setTimeout(() => { live.textContent = sentence; }, 50); // ms: so that the same sentence is read again
}

function warn(sentence) {
  const line = tab('.said .sentence');
  if (line) line.textContent = sentence;
  say(sentence);
}

function kept() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

function keep() {
  try {
    if (brief) localStorage.setItem(KEPT, brief);
    else localStorage.removeItem(KEPT);
  } catch { // storage is full, or off
    warn(told().unkept);
  }
}

function putAside() {
  try {
    const torn = localStorage.getItem(KEPT);
    localStorage.removeItem(KEPT);
    if (torn !== null) localStorage.setItem(ASIDE, torn);
  } catch { /* then there is nothing to put aside */ }
}

function ask(request) {
  waiting.push(request);
  next();
}

function next() {
  if (sent || !waiting.length) return;
  sent = waiting.shift();
  const number = String(++count);
  sent.number = number;
  setTimeout(() => { if (sent && sent.number === number) { sent = null; next(); } }, PATIENCE);
  const { retried, ...what } = sent;
  trigger('select', { ...what, stamp, request: number });
}

// Python has answered `sent`.
function receive(answer) {
  const request = sent;
  sent = null;
  if (answer.stale) {
    stamp = answer.stamp;
    if (!request.retried) waiting.unshift(...(brief ? [{ action: 'restore', text: brief }] : []), { ...request, retried: true });
  } else {
    if (answer.torn) putAside();
    else if (answer.brief !== undefined && (answer.stamp !== stamp || answer.brief !== brief)) {
      [stamp, brief] = [answer.stamp, answer.brief];
      keep();
    }
    say(answer.sentence);
    if (answer.content !== undefined) deliver(answer);
    if (answer.focus) focus(answer.focus);
  }
  next();
}

function focus(id) {
  const goal = document.getElementById(id) || document.getElementById('brief-title');
  const now = document.activeElement;
  if (goal && (now === document.body || now.closest('#brief'))) goal.focus();
}

function deliver({ file, kind, content }) {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  if (!file) return copy(new TextDecoder().decode(bytes));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: kind }));
  link.download = file;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}

function copy(words) {
  const by_hand = () => {
    const [area, now] = [document.createElement('textarea'), document.activeElement]; // where the page is not on a secure address
    area.value = words;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    now.focus();
    if (!done) warn(told().uncopied);
  };
  if (navigator.clipboard) navigator.clipboard.writeText(words).catch(by_hand);
  else by_hand();
}

function open(field) {
  const [file] = field.files;
  if (!file) return;
  field.value = '';
  if (file.size > Number(told().largest)) return warn(told().large);
  const reader = new FileReader();
  reader.onload = () => ask({ action: 'open', file: file.name, text: reader.result.split(',')[1] || '' });
  reader.onerror = () => warn(String(reader.error));
  reader.readAsDataURL(file);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest ? event.target.closest('a.collect[href^="#b-"]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask({ action: 'collect', text: link.getAttribute('href') });
});

document.addEventListener('click', (event) => {
  const button = event.target.closest ? event.target.closest('#brief button[data-action]') : null;
  if (!button || button.getAttribute('aria-disabled')) return;
  const { action, at, text } = button.dataset;
  ask({ action, style, at: Number(at || 0), text: text || '' });
});

document.addEventListener('change', ({ target }) => {
  if (target.id === 'brief-title') ask({ action: 'title', text: target.value });
  else if (target.id === 'brief-style') style = target.value;
  else if (target.id === 'brief-file') open(target);
});

// Gradio patches what stands there: fields keep what was in them, which may be of another brief.
function settle() {
  const [title, shown] = [tab('#brief-title'), tab('#brief-style')];
  const stated = title && (title.getAttribute('value') || '');
  if (title && title !== document.activeElement && title.value !== stated) title.value = stated;
  if (shown && shown.value !== style) shown.value = style;
}

// What is in the brief says so, wherever it is shown, and also after it is shown anew.
function mark() {
  const { keys, add, added } = told();
  const collected = new Set(keys.split(' ').map((key) => `#b-${key}`));
  document.querySelectorAll('a.collect').forEach((link) => {
    const inside = collected.has(link.getAttribute('href'));
    link.classList.toggle('collected', inside);
    const label = inside ? added : add;
    if (link.textContent !== label) link.textContent = label;
  });
}

function hear() {
  if (!element.querySelector('.told')) return;
  settle();
  mark();
  const shown = tab('.brief');
  if (sent) {
    if (told().reply === sent.number && (!shown || shown.dataset.reply === sent.number)) receive({ ...told() });
  } else if (!waiting.length && told().stamp !== stamp) {
    ask({ action: 'show' }); // shown in another language while it changed: what is shown is older than what is so
  }
}

new MutationObserver(hear).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ['data-keys', 'data-stamp', 'data-reply', 'value'],
});
mark();
if (kept()) {
  brief = kept();
  ask({ action: 'restore', text: brief });
}
