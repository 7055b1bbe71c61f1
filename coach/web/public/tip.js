// The words a value came from, shown while the pointer or the keyboard is on it. One tip serves all.
import { make } from './dom.js';

const tip = make('div', { id: 'coach-tip', role: 'tooltip', hidden: true });
let owner = null;

const hide = () => {
  if (owner) owner.removeAttribute('aria-describedby');
  owner = null;
  tip.hidden = true;
};

const show = (node, field) => {
  if (!node.isConnected) return;
  tip.replaceChildren(make('strong', { textContent: field.how }),
    ...field.words.map((w) => make('q', { textContent: w })),
    field.message ? make('span', { className: 'small', textContent: 'Click the marks to see the message' }) : '');
  owner = node;
  node.setAttribute('aria-describedby', 'coach-tip');
  tip.hidden = false;
  const at = node.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const below = at.bottom + 6 + own.height < innerHeight;
  tip.style.top = (below ? at.bottom + 6 : Math.max(8, at.top - own.height - 6)) + 'px';
  tip.style.left = Math.max(8, Math.min(innerWidth - own.width - 8, at.right - own.width)) + 'px';
};

// `row` shows it under the pointer, `focus` under the keyboard.
export const explain = (row, focus, field) => {
  let soon = 0;
  row.addEventListener('pointerenter', (e) => { if (e.pointerType === 'mouse') soon = setTimeout(() => show(focus, field), 250); });
  row.addEventListener('pointerleave', () => { clearTimeout(soon); hide(); });
  focus.addEventListener('focus', () => { if (focus.matches(':focus-visible')) show(focus, field); });
  focus.addEventListener('blur', hide);
};

export const place = () => {
  document.body.append(tip);
  addEventListener('scroll', hide, true);
  addEventListener('keydown', (e) => { if (e.key === 'Escape' && owner) { hide(); e.stopPropagation(); } }, true);
};
export const hideTip = hide;
