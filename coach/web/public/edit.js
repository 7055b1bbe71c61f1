// A value put right where it stands. What is typed goes to the coach like a message; the coach decides.
import { button, make, send } from './dom.js';
import { hideTip } from './tip.js';

let open = null;
const waiting = new Map();

export const editing = () => open !== null;

const input = (field) => {
  if (field.edit === 'choice') {
    const select = make('select', {});
    for (const choice of field.choices) select.append(make('option', { value: choice, textContent: choice, selected: choice === field.text }));
    return select;
  }
  if (field.edit === 'text') return make('textarea', { value: field.full, rows: Math.min(6, 1 + Math.ceil(field.full.length / 34)) });
  return make('input', { type: 'text', value: field.full, inputMode: field.edit === 'number' ? 'decimal' : 'text' });
};

export const edit = (row, field, done) => {
  if (open) open.cancel();
  hideTip();
  const control = input(field), shown = [...row.childNodes];
  control.setAttribute('aria-label', 'Correct ' + (field.label || field.text));
  const note = make('p', { className: 'refused', role: 'alert' });
  const save = button({ className: 'save', textContent: 'Save' }), cancel = button({ className: 'quiet', textContent: 'Cancel' });
  const form = make('form', { className: 'edit' }, control, note, make('div', { className: 'row' }, save, cancel));
  const close = (focus) => {
    row.replaceChildren(...shown);
    row.classList.remove('editing');
    open = null;
    waiting.delete(field.key);
    if (focus) row.querySelector('.fix')?.focus();
    done();
  };
  const submit = () => {
    const text = control.value.trim();
    if (!text || text === field.full) { close(true); return; }
    note.textContent = '';
    save.disabled = true;
    save.textContent = 'Saving…';
    waiting.set(field.key, { saved: () => close(false), refused: (why) => { note.textContent = why; save.disabled = false; save.textContent = 'Save'; control.focus(); } });
    send({ coach: 'correct', place: field.key, text });
  };
  save.addEventListener('click', submit);
  cancel.addEventListener('click', () => close(true));
  form.addEventListener('submit', (e) => { e.preventDefault(); submit(); });
  control.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') { e.stopPropagation(); close(true); }
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); submit(); }
  });
  open = { cancel: () => close(false) };
  row.classList.add('editing');
  row.replaceChildren(form);
  control.focus();
  if (control.select) control.select();
};

export const refused = (place, why) => waiting.get(place)?.refused(why);
// A turn has ended: what was being saved is in the plan now.
export const settled = () => { for (const w of [...waiting.values()]) w.saved(); };
