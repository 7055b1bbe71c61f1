// What can be said with one click: answers where the answer is a choice, and the common moves. Above the composer, always in
// the same place.
import { button, make, say } from './dom.js';

let bar = null;

const one = (text, className, tip) => {
  const node = button({ className, textContent: text, title: tip || '' });
  node.addEventListener('click', () => say(text));
  return node;
};

export const removeMoves = () => { bar?.remove(); bar = null; };

// Called on every change of the page: the composer may have been made anew.
export const keepMoves = () => {
  const composer = document.querySelector('#message-composer');
  if (bar && composer && !bar.isConnected && !document.getElementById('welcome-screen')) composer.before(bar);
};

export const offerMoves = (choices, moves) => {
  const made = make('div', { id: 'coach-moves', role: 'group', 'aria-label': 'Say with one click' },
    ...choices.map((c) => one(c, 'choice')), ...moves.map((m) => one(m.say, 'move', m.tip)));
  if (bar?.isConnected) bar.replaceWith(made);
  bar = made;
  keepMoves();
};
