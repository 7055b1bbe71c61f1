// The first screen: what this is, how long it takes, what one leaves with, and one click to begin.
import { ask, button, icon, make } from './dom.js';

let opening = null, latest = null;

const go = (conversation) => location.assign('/thread/' + encodeURIComponent(conversation));

const bring = () => {
  const picker = make('input', { type: 'file', accept: '.json,application/json', hidden: true });
  const note = make('p', { className: 'refused', role: 'alert' });
  const open = button({ className: 'way' }, icon('file'), make('span', {}, make('b', { textContent: 'Bring a plan' }), make('small', { textContent: 'a JSON file you took home' })));
  open.addEventListener('click', () => picker.click());
  picker.addEventListener('change', async () => {
    const file = picker.files[0];
    picker.value = '';
    if (!file) return;
    const form = new FormData();
    form.append('file', file);
    note.textContent = 'Reading ' + file.name + ' …';
    const answer = await ask('/plan/bring', { method: 'POST', body: form });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.conversation) go(said.conversation);
    else note.textContent = said.detail || 'The plan could not be sent. Try again in a moment.';
  });
  return [open, picker, note];
};

const resume = () => {
  if (!latest) return null;
  const open = button({ className: 'way' }, icon('back'), make('span', {}, make('b', { textContent: 'Resume my plan' }), make('small', { textContent: latest.title })));
  open.addEventListener('click', () => go(latest.id));
  return open;
};

const fact = (title, text) => make('li', {}, make('b', { textContent: title }), make('span', { textContent: text }));

export const load = async (then) => {
  const [about, last] = [ask('/opening'), ask('/latest')];
  if (!opening) { const answer = await about; if (answer.ok) opening = await answer.json(); }
  then();
  const answer = await last;
  latest = answer.ok ? await answer.json() : null;
  const ways = document.getElementById('coach-ways');
  if (ways && latest && !ways.querySelector('.resume')) { const one = resume(); one.classList.add('resume'); ways.prepend(one); }
};

export const welcome = () => {
  const screen = document.getElementById('welcome-screen');
  if (!screen || !opening || document.getElementById('coach-welcome')) return;
  const logo = screen.querySelector('img.logo');
  if (logo) logo.alt = 'Upstream';
  const box = make('div', { id: 'coach-welcome' },
    make('p', { className: 'kicker', textContent: 'A strategy coach' }),
    make('h1', { textContent: 'Go upstream before you drift downstream.' }),
    make('p', { textContent: 'A strategy coach asks you the questions that come before the doing: market, proposition, clients, goals. Then the processes, skills and numbers that get you there.' }),
    make('ul', { className: 'facts' },
      fact('About ' + opening.minutes + ' minutes', opening.questions + ' questions, one at a time; stop and go on whenever you like'),
      fact('A plan you can hand on', 'one page to sign, and the detail behind it, as a document and as data'),
      fact('In your own words', 'each line shows where you said it; nothing is made up')));
  const [open, picker, note] = bring();
  const ways = make('div', { id: 'coach-ways' }, open, picker, note);
  if (logo) logo.after(box); else screen.prepend(box);
  const known = resume();
  if (known) { known.classList.add('resume'); ways.prepend(known); }
  screen.append(ways);
};
