// What can be done with an answer, in whichever tab: a card that shows the quote behind a number, copying with sources,
// and the seconds that a question has taken.

const SOON = 250; // ms that a pointer rests on a number before its card comes
const LATER = 250; // ms that the card stays when the pointer has left, so that it can be moved into
const GAP = 8; // px between the number and its card, and around the card
const root = document.documentElement;

// ---- The card ----

const card = document.createElement('div');
card.id = 'card';
card.setAttribute('role', 'tooltip');
card.hidden = true;
(document.querySelector('main') || document.body).append(card); // within a landmark
let described = null; // the link whose card is shown
let timer = null;
let key = ''; // that was pressed last: a focus that comes back from the panel asks for no card

const citationOf = (node) => (node && node.closest ? node.closest('a.cite[href^="#c-"]') : null);

// The quote that the link leads to: the address says which, so one of the same address is the same.
function quoteOf(link) {
  const selector = `.quote > a.cite[href="${CSS.escape(link.getAttribute('href'))}"]`;
  const places = [link.closest('.answer'), document.getElementById('tabs')];
  const found = places.map((place) => place && place.querySelector(selector)).find(Boolean);
  return found && found.closest('.quote');
}

function fill(quote) {
  const parts = [quote.querySelector('blockquote'), quote.querySelector('.source')].filter(Boolean);
  card.replaceChildren(...parts.map((part) => part.cloneNode(true)));
}

// Below the number, or above it where there is more room; at the side nowhere out of the window.
// That of a number which stands at its quote lies on that quote, so that it hides nothing else.
function place() {
  if (!described) return;
  const at = described.getBoundingClientRect();
  const [width, height] = [root.clientWidth, innerHeight];
  if (!described.isConnected || at.bottom < 0 || at.top > height) return hide();
  const quote = described.closest('.quote');
  card.style.width = '';
  card.style.maxWidth = quote ? 'none' : '';
  if (quote) {
    const left = at.right + GAP;
    card.style.maxHeight = `${height - 2 * GAP}px`;
    card.style.width = `${Math.min(quote.getBoundingClientRect().right, width - GAP) - left}px`;
    card.style.left = `${left}px`;
    card.style.top = `${Math.max(GAP, Math.min(at.top - GAP, height - card.offsetHeight - GAP))}px`;
    return;
  }
  const below = height - at.bottom;
  card.style.maxHeight = `${Math.max(below, at.top) - 2 * GAP}px`;
  const goes = below >= card.offsetHeight + 2 * GAP || below >= at.top;
  card.style.top = `${goes ? at.bottom + GAP : at.top - GAP - card.offsetHeight}px`;
  card.style.left = `${Math.max(GAP, Math.min(at.left, width - card.offsetWidth - GAP))}px`;
}

function show(link) {
  clearTimeout(timer);
  const quote = link.isConnected && quoteOf(link);
  if (!quote || described === link) return;
  hide();
  described = link;
  fill(quote);
  card.hidden = false;
  card.scrollTop = 0;
  link.setAttribute('aria-describedby', card.id);
  place();
}

function hide() {
  clearTimeout(timer);
  if (described) described.removeAttribute('aria-describedby');
  described = null;
  card.hidden = true;
}

function later(work, time) {
  clearTimeout(timer);
  timer = setTimeout(work, time);
}

document.addEventListener('pointerover', (event) => {
  if (event.pointerType === 'touch') return; // a tap opens the source; a card would be in its way
  const link = citationOf(event.target);
  if (link) later(() => show(link), SOON);
  else if (card.contains(event.target)) clearTimeout(timer);
  else if (described) later(hide, LATER);
  else clearTimeout(timer);
});
document.addEventListener('pointerdown', (event) => {
  if (!card.contains(event.target)) hide();
});
document.addEventListener('focusin', (event) => {
  const link = citationOf(event.target);
  if (link && link.matches(':focus-visible') && !['Escape', 'Enter', ' '].includes(key)) show(link);
  else if (!card.contains(event.target)) hide();
});
document.addEventListener('click', (event) => {
  if (citationOf(event.target)) hide();
});
document.addEventListener('keydown', (event) => {
  key = event.key;
  if (key !== 'Escape' || card.hidden) return;
  event.stopImmediatePropagation(); // the panel, if it is open, is closed by the next one
  hide();
}, true);
document.addEventListener('scroll', (event) => {
  if (event.target !== card) place();
}, true);
addEventListener('resize', place);

// ---- Copying ----

const plain = (node) => (node ? node.textContent.replace(/\s+/g, ' ').trim() : '');

function questionOf(answer) {
  const log = answer.closest('#chat');
  const before = (node) => node.compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING;
  return log ? [...log.querySelectorAll('.question')].filter(before).pop() : null;
}

// The question, the answer, and each quote with the line that says where it is from.
function withSources(answer) {
  const quotes = [...answer.querySelectorAll('.quote')].map((quote) => {
    const words = quote.querySelector('blockquote').textContent.trim();
    const reference = quote.querySelector('.reference') || quote.querySelector('.source');
    return `${plain(quote.querySelector('.cite'))} “${words}”\n${plain(reference)}`;
  });
  const said = [...answer.querySelectorAll('.short, .differing, .text')].map(plain);
  return [plain(questionOf(answer)), ...said, ...quotes].filter(Boolean).join('\n\n');
}

function copyByHand(words, done) {
  const [area, focused] = [document.createElement('textarea'), document.activeElement];
  area.value = words;
  area.style.position = 'fixed'; // so that nothing scrolls
  document.body.append(area);
  area.select();
  if (document.execCommand('copy')) done();
  area.remove();
  if (focused) focused.focus({ preventScroll: true });
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
  // Where the page is not on a secure address there is no clipboard, and a browser may forbid it.
  if (navigator.clipboard) navigator.clipboard.writeText(words).then(done, () => copyByHand(words, done));
  else copyByHand(words, done);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('.answer .copy');
  if (button) copy(button);
});

// ---- The seconds ----

const begun = new Map(); // since when a tab has waited; its line is drawn anew while an answer grows

function count() {
  const lines = [...document.querySelectorAll('#tabs .waiting')];
  const places = lines.map((line) => line.closest('.tabitem'));
  for (const place of begun.keys()) if (!places.includes(place)) begun.delete(place);
  lines.forEach((line, number) => {
    if (!begun.has(places[number])) begun.set(places[number], performance.now());
    tell(line.querySelector('.seconds'), Math.floor((performance.now() - begun.get(places[number])) / 1000));
  });
  return lines.length;
}

function tell(seconds, passed) {
  if (!seconds || !passed) return;
  const told = seconds.textContent.replace(/\d+/, passed);
  if (told === seconds.textContent) return; // a change, which is watched for, would change it again
  seconds.setAttribute('aria-hidden', 'true'); // read out each second, they would drown all else
  seconds.textContent = told;
  seconds.hidden = false;
}

let counting = null;
function keepCounting() {
  if (count() && !counting) counting = setInterval(() => {
    if (count()) return;
    clearInterval(counting);
    counting = null;
  }, 250); // ms
}

// ---- What Gradio draws anew ----

// A title would come up as a second card, drawn by the browser; as a label it is read out all the same.
function label() {
  document.querySelectorAll('#tabs a.cite[title]').forEach((link) => {
    link.setAttribute('aria-label', link.title);
    link.removeAttribute('title');
  });
}

function settle() {
  label();
  keepCounting();
  if (described && !described.isConnected) hide();
}
new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
settle();
