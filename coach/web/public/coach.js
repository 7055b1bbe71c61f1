// What the coach adds to the chat's page: the plan beside the talk, passages, the first screen, the card.
import * as cards from './card.js';
import { ask, button, icon, make } from './dom.js';
import { keepDraft, watchDraft } from './draft.js';
import { keepEarlier } from './earlier.js';
import { editing, refused, settled } from './edit.js';
import { keepMoves, offerMoves, removeMoves } from './moves.js';
import { draw } from './panel.js';
import { passage } from './passage.js';
import { comeBack } from './return.js';
import { hideTip, place } from './tip.js';
import { load as loadWelcome, welcome } from './welcome.js';

// The system's choice of light or dark, until the person makes their own: the chat only knows one or the other.
if (!localStorage.getItem('vite-ui-theme')) localStorage.setItem('vite-ui-theme', 'system');

const WIDE = matchMedia('(min-width: 70.01rem)');
const KEY = 'coach-panel';
let conversation = null, closed = localStorage.getItem(KEY) === 'closed', asked = 0, view = null, reading = null, late = false, loading = null;

const chip = button({ id: 'coach-chip', 'aria-controls': 'coach-panel', 'aria-expanded': 'false' });
const panel = make('aside', { id: 'coach-panel', 'aria-label': 'Your plan', tabIndex: -1 });
const status = make('div', { id: 'coach-status', role: 'status' });

const isOpen = () => document.body.classList.contains('coach-open');
const show = (open, keep) => {
  document.body.classList.toggle('coach-open', open);
  chip.setAttribute('aria-expanded', String(open));
  hideTip();
  if (keep && WIDE.matches) { closed = !open; localStorage.setItem(KEY, closed ? 'closed' : 'open'); }
  if (keep && !WIDE.matches) (open ? panel : chip).focus();
};
const leaveSheet = () => { if (!WIDE.matches) show(false); };
chip.addEventListener('click', () => show(!isOpen(), true));
WIDE.addEventListener('change', () => { if (document.body.classList.contains('coach-talk')) show(WIDE.matches && !closed); });
addEventListener('keydown', (e) => {
  // A dialog or a tooltip of the chat's takes the key for itself, unless one is in the panel.
  if (e.key !== 'Escape' || !isOpen() || (e.defaultPrevented && !panel.contains(document.activeElement))) return;
  if (reading) back(); else if (!WIDE.matches) show(false, true);
});

const closer = () => button({ className: 'plain-button close', title: 'Close', 'aria-label': 'Close the plan', onclick: () => show(false, true) }, icon('close'));

const bar = (v) => {
  const fill = make('i');
  fill.style.width = (100 * v.done) / v.river.length + '%';
  return make('span', { className: 'bar' }, fill);
};
const where = (v) => v.progress.of ? v.progress.stage + ', ' + v.progress.at + ' of ' + v.progress.of : v.progress.stage;
const left = (v) => v.left.questions ? 'about ' + v.left.minutes + (v.left.minutes === 1 ? ' minute' : ' minutes') + ' left' : '';

const paint = () => {
  if (!view || reading) return;
  // Half-typed corrections are never lost to a new plan.
  if (editing()) { late = true; return; }
  late = false;
  const before = panel.querySelector('.body');
  const at = before ? before.scrollTop : 0;
  const home = '/plan/' + encodeURIComponent(view.conversation);
  const body = draw(view, (again) => (again ? load(conversation) : late && paint()), leaveSheet);
  hideTip();
  panel.replaceChildren(
    make('div', { className: 'top' }, make('h2', { textContent: 'Your plan' }), make('span', { className: 'badge ' + view.status, textContent: view.status }), closer()),
    make('div', { className: 'far' }, make('span', { textContent: where(view) }), make('span', { className: 'small', textContent: left(view) }), bar(view), make('span', { className: 'small to', textContent: view.goes_to })), body,
    make('div', { className: 'foot' }, make('a', { href: home, target: '_blank', rel: 'noopener', textContent: 'Read' }),
      ...view.formats.map((f) => make('a', { href: home + '.' + f.suffix, download: '', textContent: f.label }))));
  const here = body.querySelector('li.here');
  body.scrollTop = here && !before ? Math.max(0, here.offsetTop - 90) : at;
};

const back = () => {
  const from = reading;
  reading = null;
  paint();
  if (from?.isConnected) from.focus();
};

const read = async (link) => {
  const href = link.getAttribute('href');
  const found = await passage(href, back);
  reading = link;
  found.head.append(closer());
  panel.replaceChildren(found.head, found.body);
  document.body.classList.add('coach-talk');
  if (!isOpen()) show(true);
  found.body.focus({ preventScroll: true });
  found.mark();
};

const load = async (id) => {
  const mine = ++asked;
  loading = id;
  const answer = await ask('/plan/' + encodeURIComponent(id) + '/panel');
  if (mine === asked) loading = null;
  if (mine !== asked || !answer.ok) return;
  const fresh = await answer.json();
  if (mine !== asked) return;
  const first = !document.body.classList.contains('coach-talk');
  view = fresh;
  document.body.classList.add('coach-talk');
  settled();
  chip.replaceChildren(make('span', { textContent: where(view) }), bar(view), make('span', { className: 'left', textContent: left(view) }));
  chip.setAttribute('aria-label', 'Your plan: ' + where(view) + (left(view) ? ', ' + left(view) : '') + (view.review.length ? ', something to look at again' : ''));
  chip.classList.toggle('again', view.review.length > 0);
  // What the server says of a turn may be lost with a connection; the moves are there all the same.
  if (!document.body.dataset.turn) { offerMoves(view.choices, view.moves); document.body.dataset.turn = String(view.turn); }
  paint();
  cards.offer(view.card, view.turn);
  if (first) show(WIDE.matches && !closed);
};

const leave = () => {
  asked++;
  view = null;
  reading = null;
  loading = null;
  document.body.classList.remove('coach-talk', 'coach-open');
  panel.replaceChildren();
  cards.remove();
  removeMoves();
  delete document.body.dataset.turn;
};

// The server says when something is new. Other windows can post messages too: only our own are heard, and what they
// say only makes us ask.
addEventListener('message', (e) => {
  if (e.source !== window || e.origin !== location.origin || !e.data) return;
  const { coach, conversation: id, place: where, why, turn, choices, moves, resumed } = e.data;
  if (coach === 'plan' && typeof id === 'string') {
    conversation = id;
    if (!resumed || (loading !== id && (view?.conversation !== id || view.turn !== turn))) load(id);
    if (Array.isArray(choices) && Array.isArray(moves)) offerMoves(choices.map(String), moves);
    document.body.dataset.turn = String(turn);
    // On a phone the chat leaves the address as it was: a reload would then lose the talk.
    setTimeout(() => { if (location.pathname === '/' && conversation === id) history.replaceState(history.state, '', '/thread/' + encodeURIComponent(id)); }, 1000);
  }
  if (coach === 'refused' && typeof where === 'string') refused(where, String(why));
});

addEventListener('click', (e) => {
  const link = e.target instanceof Element ? e.target.closest('a[href^="/library/"]:not(.apart)') : null;
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  e.stopPropagation();
  read(link);
}, true);

const lastMessage = () => {
  const all = document.querySelectorAll('[data-step-type="user_message"]');
  const last = all[all.length - 1];
  if (last && last.hasAttribute('data-last-user')) return;
  document.querySelectorAll('[data-last-user]').forEach((n) => n.removeAttribute('data-last-user'));
  if (last) last.setAttribute('data-last-user', '');
};

const thinking = () => {
  const busy = !!document.getElementById('stop-button');
  const composer = document.getElementById('message-composer');
  if (composer && status.parentNode !== composer) composer.append(status);
  const text = busy ? 'Thinking' : '';
  if (status.textContent !== text) status.textContent = text;
  document.body.classList.toggle('coach-busy', busy);
};

// What the chat's own page leaves without a name, named for those who cannot see it.
const NAMES = { '.edit-message': 'Edit this message', '#stop-button': 'Stop', '#chat-submit': 'Send', '#upload-button': 'Attach a document', '#theme-toggle': 'Light or dark',
  '#sidebar-trigger-button': 'Your plans', '#new-chat-button': 'New talk', '#user-nav-button': 'You', '#search-chats-button': 'Search your talks',
  '.positive-feedback-off, .positive-feedback-on': 'Helpful', '.negative-feedback-off, .negative-feedback-on': 'Not helpful' };
const name = () => {
  for (const [where, what] of Object.entries(NAMES))
    for (const node of document.querySelectorAll(where)) if (!node.hasAttribute('aria-label')) node.setAttribute('aria-label', what);
  for (const node of document.querySelectorAll('[data-step-type] button:not([aria-label])')) if (!node.textContent.trim()) node.setAttribute('aria-label', 'Copy');
  document.querySelectorAll('#starters img').forEach((n) => { n.alt = ''; });
  document.getElementById('upload-button')?.removeAttribute('role');
  document.querySelectorAll('ul[data-sidebar="menu"]:has(> :not(li))').forEach((n) => n.setAttribute('role', 'group'));
  // For the mouse only; the keyboard renames and deletes at the foot of the plan.
  document.querySelectorAll('div#thread-options').forEach((n) => { for (const a of ['aria-haspopup', 'aria-expanded', 'aria-controls']) n.removeAttribute(a); n.setAttribute('aria-hidden', 'true'); });
  const box = document.getElementById('chat-input');
  if (box && !box.hasAttribute('aria-label')) box.setAttribute('aria-label', 'Your answer');
  // A message of files alone has no words to show.
  document.querySelectorAll('[data-step-type="user_message"] .message-content').forEach((n) => { const bubble = n.closest('.rounded-3xl'); if (bubble) bubble.hidden = !n.textContent.trim() && !bubble.querySelector('textarea'); });
  // An uploaded file was read and not kept: its name is no link.
  document.querySelectorAll('a.inline-file[href]').forEach((a) => { a.removeAttribute('href'); a.removeAttribute('download'); });
};

let waiting = false;
const look = () => {
  waiting = false;
  comeBack();
  const found = location.pathname.match(/^\/thread\/([^/]+)/);
  const id = found ? decodeURIComponent(found[1]) : null;
  if (id && id !== conversation) { conversation = id; leave(); load(id); }
  else if (!id && document.getElementById('welcome-screen') && conversation) { conversation = null; leave(); loadWelcome(look); }
  welcome();
  lastMessage();
  thinking();
  keepEarlier();
  keepDraft(conversation);
  keepMoves();
  cards.keep();
  name();
};
const soon = () => { if (!waiting) { waiting = true; setTimeout(look, 40); } };

document.body.prepend(chip);
document.body.append(panel);
place();
watchDraft();
new MutationObserver(soon).observe(document.getElementById('root') || document.body, { childList: true, subtree: true });
addEventListener('popstate', soon);
loadWelcome(look);
look();
