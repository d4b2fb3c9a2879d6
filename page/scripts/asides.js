// What the page does aside from the conversation. `element` holds what it says, `trigger` sends an event to Python.

// Whether an answer helped: `#f-up-q3` and `#f-down-q3` are links, since the chat keeps nothing else that can be clicked.
document.addEventListener('click', (event) => {
  const link = event.target.closest ? event.target.closest('#chat a[href^="#f-"]') : null;
  if (!link) return;
  event.preventDefault();
  trigger('select', { link: link.getAttribute('href') });
});

// Gradio says in English, whatever the page's language, that the server does not answer.
const UNREACHABLE = /^Connection to the server was lost|^Connection errored out/;
new MutationObserver(() => {
  const said = element.querySelector('.unreachable');
  document.querySelectorAll('[data-testid="toast-body"] *').forEach((node) => {
    if (said && !node.children.length && UNREACHABLE.test(node.textContent.trim())) node.textContent = said.textContent;
  });
}).observe(document.body, { childList: true, subtree: true });
