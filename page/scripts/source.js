// What the page does in the browser. Runs once, when the source panel is on the page: `element` is the panel,
// `trigger` sends an event to Python.

const root = document.documentElement;
let wanted = null; // the link that was last followed: focus returns to it, and a value that nobody asked for opens nothing
let shown = null; // the address of the source in the panel

const linkOf = (node) => (node.closest ? node.closest('a[href^="#c-"]') : null);

function markCurrent() {
  document.querySelectorAll('a.current').forEach((link) => link.classList.remove('current'));
  if (wanted && wanted.isConnected) wanted.classList.add('current');
}

function reveal() {
  root.classList.add('reading');
  markCurrent();
  const sheet = element.querySelector('.sheet');
  const mark = element.querySelector('mark.cited');
  if (!sheet) return;
  sheet.scrollTop = 0;
  if (mark) {
    const [panel, cited] = [sheet.getBoundingClientRect(), mark.getBoundingClientRect()];
    const third = panel.height / 3;
    if (cited.bottom > panel.bottom - third / 2) sheet.scrollTop = cited.top - panel.top - third;
  }
  const title = element.querySelector('#source-title');
  if (title) title.focus({ preventScroll: true });
}

function follow(address, link) {
  wanted = link;
  if (address === shown) return reveal();
  shown = address;
  trigger('select', { link: address });
}

function close() {
  if (!root.classList.contains('reading')) return;
  root.classList.remove('reading');
  document.querySelectorAll('a.current').forEach((link) => link.classList.remove('current'));
  if (wanted && wanted.isConnected) wanted.focus();
  wanted = null;
}

// The whole answer as plain text, each quote with the line that says where it is from.
function withSources(answer) {
  const plain = (node) => (node ? node.textContent.replace(/\s+/g, ' ').trim() : '');
  const quotes = [...answer.querySelectorAll('.quote')].map((quote) => {
    const words = quote.querySelector('blockquote').textContent.trim();
    return `${plain(quote.querySelector('.cite'))} “${words}”\n${plain(quote.querySelector('.source'))}`;
  });
  return [plain(answer.querySelector('.short')), plain(answer.querySelector('.text')), ...quotes]
    .filter(Boolean)
    .join('\n\n');
}

function copy(button) {
  const words = withSources(button.closest('.answer'));
  const [label, copied] = button.children;
  const swap = (done) => {
    label.hidden = done;
    copied.hidden = !done;
  };
  const done = () => {
    swap(true);
    setTimeout(swap, 1600, false);
  };
  if (navigator.clipboard) return navigator.clipboard.writeText(words).then(done, () => {});
  const area = document.createElement('textarea'); // where the page is not on a secure address
  area.value = words;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  done();
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
  } else if (event.target.closest('.answer .copy')) {
    copy(event.target.closest('.copy'));
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
});

// Gradio patches the panel in place; the sheet's own address tells that it is another source now, not only another language.
let revealed = null;
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
