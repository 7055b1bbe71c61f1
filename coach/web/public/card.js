// A card to fill in, where a question has several parts: it says one sentence, as if it had been typed.
import { button, make, say } from './dom.js';

let shown = null, node = null, mine = null;

const sentence = (card, form) => {
  const value = (name) => (form.elements[name]?.value || '').trim().replace(/[.;]+$/, '');
  const owner = value('owner') ? card.owned.replace('{owner}', value('owner')) : '';
  return card.sentence.replace('{owner}', owner).replace(/\{(\w+)\}/g, (_, name) => value(name));
};

const build = (card) => {
  const fields = card.fields.map((f) => make('label', {}, make('span', { textContent: f.label }),
    make('input', { type: 'text', name: f.name, placeholder: f.example, required: f.name !== 'owner', autocomplete: 'off' })));
  const form = make('form', { className: 'grid', hidden: true }, ...fields,
    make('div', { className: 'row' }, make('button', { type: 'submit', className: 'save', textContent: 'Say this' }),
      make('output', { className: 'small' })));
  const toggle = button({ className: 'plain-button', 'aria-expanded': 'false', textContent: 'Fill in a card instead' });
  toggle.addEventListener('click', () => {
    form.hidden = !form.hidden;
    toggle.setAttribute('aria-expanded', String(!form.hidden));
    toggle.textContent = form.hidden ? 'Fill in a card instead' : 'Close the card';
    if (!form.hidden) form.elements[0].focus();
  });
  form.addEventListener('input', () => { form.querySelector('output').textContent = form.checkValidity() ? '“' + sentence(card, form) + '”' : ''; });
  form.addEventListener('submit', (e) => { e.preventDefault(); say(sentence(card, form)); remove(); });
  form.addEventListener('keydown', (e) => { if (e.key === 'Escape') toggle.click(); });
  return make('section', { id: 'coach-card', 'aria-label': 'A card for ' + card.title }, toggle, form);
};

export const remove = () => { node?.remove(); node = null; shown = null; mine = null; };

// Called on every change of the page: the composer may have been made anew.
export const keep = () => {
  const composer = document.querySelector('#message-composer');
  if (!shown || !composer || document.getElementById('welcome-screen')) return;
  if (!node || !node.isConnected) { node = node || build(shown); (document.getElementById('coach-moves') || composer).before(node); }
};

export const offer = (card, turn) => {
  const key = card && card.title + turn;
  if (key === mine) return;
  remove();
  if (card) { shown = card; mine = key; keep(); }
};
