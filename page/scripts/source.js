// The source panel, and what keeps the page readable around it. Runs once, when the panel is on the page: `element` is
// the panel, `trigger` sends an event to Python.

const root = document.documentElement;
const narrow = matchMedia('(max-width: 56rem)'); // where the panel covers the screen
let wanted = null; // the link that was last followed: focus returns to it, and a value that nobody asked for opens nothing
let revealed = null; // the address of the source that was last brought into sight
let stepped = false; // whether opening the panel was a step in the browser's history

const linkOf = (node) => (node.closest ? node.closest('a[href^="#c-"]') : null);
const isOpen = () => root.classList.contains('reading');

function markCurrent() {
  document.querySelectorAll('a.current').forEach((link) => link.classList.remove('current'));
  if (wanted && wanted.isConnected) wanted.classList.add('current');
}

// Where the panel covers the screen, nothing behind it can be reached.
function cover() {
  for (let node = element; node.parentElement && node !== document.body; node = node.parentElement) {
    for (const beside of node.parentElement.children) if (beside !== node) beside.inert = isOpen() && narrow.matches;
  }
}

function open() {
  root.classList.add('reading');
  cover();
  if (narrow.matches && !stepped) {
    stepped = true; // so that "back", the way out on a phone, closes the panel and not the conversation
    history.pushState({ ...history.state, reading: true }, '');
  }
}

function reveal() {
  open();
  markCurrent();
  const sheet = element.querySelector('.sheet');
  if (!sheet) return;
  bring(sheet, element.querySelector('mark.cited, mark.near'));
  const title = element.querySelector('#source-title');
  if (title) title.focus({ preventScroll: true });
}

// The mark a third down the sheet, unless it is in sight where the article begins.
function bring(sheet, mark) {
  sheet.scrollTop = 0;
  if (!mark) return;
  const [panel, cited] = [sheet.getBoundingClientRect(), mark.getBoundingClientRect()];
  const third = panel.height / 3;
  if (cited.bottom > panel.bottom - third / 2) sheet.scrollTop = cited.top - panel.top - third;
}

// An article that stands there already is shown at once, and asked for all the same: it may have changed, or be gone.
function follow(address, link) {
  wanted = link;
  const sheet = element.querySelector('.sheet');
  if (sheet && sheet.dataset.link === address) {
    revealed = address;
    reveal();
  } else {
    revealed = null;
  }
  trigger('select', { link: address });
}

function close() {
  if (!isOpen()) return;
  root.classList.remove('reading');
  cover();
  document.querySelectorAll('a.current').forEach((link) => link.classList.remove('current'));
  if (wanted && wanted.isConnected) wanted.focus({ preventScroll: true });
  wanted = null;
  if (stepped) {
    stepped = false;
    history.back();
  }
}

document.addEventListener('click', (event) => {
  const link = linkOf(event.target);
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    // From a link in the panel, which goes with its article, focus returns to the citation that opened the panel.
    const lasting = link.closest('#source') && wanted ? wanted : link;
    follow(link.getAttribute('href'), lasting);
  } else if (event.target.closest('#source .close')) {
    close();
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
});
addEventListener('popstate', () => {
  if (!stepped) return;
  stepped = false;
  close();
});
narrow.addEventListener('change', cover);

// Gradio patches the panel in place; the sheet's own address tells that it is another source now, not only another language.
new MutationObserver(() => {
  const sheet = element.querySelector('.sheet');
  if (!sheet || !wanted || sheet.dataset.link === revealed) return;
  revealed = sheet.dataset.link;
  reveal();
}).observe(element, { childList: true, subtree: true, attributes: true, characterData: true });

// The newest question comes to the top of the chat, so that its answer is read from its beginning.
let seen = '';
function showNewest() {
  const questions = document.querySelectorAll('#chat .question');
  const now = `${questions.length} ${document.querySelectorAll('#chat .answer, #chat .refusal, #chat .notice').length}`;
  if (now === seen) return;
  seen = now;
  const log = document.querySelector('#chat [role="log"]');
  const newest = questions[questions.length - 1];
  if (!log || !newest) return;
  const air = questions.length > 1 ? -8 : 32; // px; a later question brings air of its own below a line, which goes out of sight
  log.scrollTop += newest.getBoundingClientRect().top - log.getBoundingClientRect().top - air;
}

// Gradio labels each message with its source text, which a screen reader would read out, tags and all; and it leaves
// the page's language at English.
function relabel() {
  document.querySelectorAll('#chat [data-testid][aria-label*="<"]').forEach((message) => {
    message.removeAttribute('aria-label');
  });
  document.querySelectorAll('#chat .examples[role]').forEach((list) => list.removeAttribute('role')); // of buttons
  // It gives each choice of a language a name of its own, too; of one name, arrow keys move between them.
  document.querySelectorAll('#language input').forEach((choice) => { if (choice.name !== 'language') choice.name = 'language'; });
  const masthead = document.querySelector('#masthead [lang]');
  if (masthead && root.lang !== masthead.lang) root.lang = masthead.lang;
}

function settle() {
  relabel();
  showNewest();
}
new MutationObserver(settle).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ['lang', 'aria-label'],
});
settle();

if (location.hash.startsWith('#c-')) follow(location.hash, document.body); // a citation opened in a tab of its own
