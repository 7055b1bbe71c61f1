// A citation opens here, beside the talk, with the quoted words marked. The page behind the link is the same.
import { ask, button, icon, make } from './dom.js';

export const passage = async (href, back) => {
  const head = make('div', { className: 'top' },
    button({ className: 'plain-button back', onclick: back, 'aria-label': 'Back to the plan' }, icon('back'), 'Plan'),
    make('a', { className: 'apart', href, target: '_blank', rel: 'noopener', textContent: 'Open as a page' }));
  const body = make('div', { className: 'body passage', tabIndex: 0, role: 'region', 'aria-label': 'Passage' });
  const answer = await ask(href);
  const main = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  // The server made this page and escaped what is in it; scripts would not run under the page's policy anyway.
  if (main) body.append(...[...main.childNodes].map((n) => document.importNode(n, true)));
  else body.append(make('p', { textContent: 'This passage could not be opened. Try again in a moment.' }));
  body.querySelectorAll('a[href^="http"]').forEach((a) => { a.target = '_blank'; });
  return { head, body, mark: () => body.querySelector('mark')?.scrollIntoView({ block: 'center' }) };
};
