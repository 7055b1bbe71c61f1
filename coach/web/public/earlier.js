// A long talk opens at its end: the messages before that come when they are wanted, and what one reads stays where it is.
import { goTo, send } from './dom.js';

const LINK = '#step-earlier a', STEP = '[data-step-type]:not([data-step-type="system_message"]) > div > [id^="step-"]';
let asked = null;

const scroller = (node) => {
  while (node && !/auto|scroll/.test(getComputedStyle(node).overflowY)) node = node.parentElement;
  return node;
};

const ask = (message) => {
  const first = document.querySelector(STEP);
  if (!first) return;
  asked = { message, id: first.id, top: first.getBoundingClientRect().top };
  send({ coach: 'earlier', message: message || '' });
};

// Shows a message, wherever in the talk it is.
export const seek = (message) => goTo(message) || ask(message);

// Called on every change of the page.
export const keepEarlier = () => {
  document.querySelector(LINK)?.setAttribute('role', 'button');
  const first = document.querySelector(STEP);
  if (!asked || !first || first.id === asked.id) return;
  const { message, id, top } = asked, before = document.getElementById(id);
  asked = null;
  if (message || !before) { goTo(message); return; }
  const box = scroller(before);
  if (box) box.scrollTop += before.getBoundingClientRect().top - top;
  before.tabIndex = -1;
  before.focus({ preventScroll: true });
};

addEventListener('click', (e) => {
  if (!(e.target instanceof Element) || !e.target.closest(LINK)) return;
  e.preventDefault();
  e.stopPropagation();
  ask('');
}, true);
addEventListener('keydown', (e) => { if (e.key === ' ' && e.target instanceof Element && e.target.matches(LINK)) { e.preventDefault(); ask(''); } });
