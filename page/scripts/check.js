// What the tab *Check* does in the browser. `element` is where the results stand, `trigger` sends an event to Python.

const live = document.createElement('div');
live.className = 'unseen';
live.setAttribute('role', 'status');
document.body.append(live);

// A verdict is read out once, when it comes; in another language it is not read out again.
let told = '';
function tell() {
  const results = element.querySelector('.checks');
  const now = (results && results.dataset.told) || '';
  const [number] = now.split(' ', 1);
  if (!now || number === told) return;
  told = number;
  live.textContent = now.slice(number.length + 1);
}

// Gradio gives each radio button a group of its own and the choice no name: here it is one, which arrow keys move in.
// It may come after this script.
let choice = null;
function join() {
  const label = choice.querySelector('[data-testid="block-info"]').textContent.trim();
  if (choice.getAttribute('aria-label') !== label) choice.setAttribute('aria-label', label);
  choice.querySelectorAll('input').forEach((one) => { if (one.name !== 'check-kind') one.name = 'check-kind'; });
}

element.addEventListener('click', (event) => {
  const example = event.target.closest('button.example');
  if (example) return trigger('select', { text: example.dataset.text });
  const again = event.target.closest('button.again');
  const box = document.querySelector('#check-given textarea');
  if (!again || !box) return;
  box.value = again.closest('.check').dataset.given;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.focus();
});

new MutationObserver(tell).observe(element, { childList: true, subtree: true, attributes: true });
function follow() {
  choice = document.querySelector('#check-kind');
  if (!choice || !choice.querySelector('[data-testid="block-info"]')) return requestAnimationFrame(follow);
  new MutationObserver(join).observe(choice, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['name'] });
  join();
}
tell();
follow();
