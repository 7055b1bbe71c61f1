// What is half typed outlives the chat's drawing its composer anew: when a talk gets its address, or one is opened.
let box = null, draft = '', own = null;

const sends = (e) => {
  const submit = document.getElementById('chat-submit');
  if (!submit || submit.disabled) return false;
  return e.type === 'click' ? submit.contains(e.target) : e.target === box && e.key === 'Enter' && !e.shiftKey && !e.isComposing;
};

// The chat keeps the text in a state of its own, which hears only of what is typed.
const type = (node, text) => {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(node, text);
  node.dispatchEvent(new Event('input', { bubbles: true }));
};

// Called on every change of the page. A first message begins a talk; only in another talk is the draft out of place.
export const keepDraft = (conversation) => {
  if (own && own !== conversation) draft = '';
  own = conversation;
  const now = document.getElementById('chat-input');
  if (!now || now === box) return;
  box = now;
  if (draft && !box.value) type(box, draft);
};

export const watchDraft = () => {
  addEventListener('input', (e) => { if (e.target.id === 'chat-input') { box = e.target; draft = box.value; } }, true);
  for (const kind of ['click', 'keydown']) addEventListener(kind, (e) => { if (sends(e)) draft = ''; }, true);
};
