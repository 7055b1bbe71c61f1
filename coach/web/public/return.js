// A link to a talk that is opened before one has signed in is gone to afterwards: signing in always leads to the first screen.
const WANTED = 'coach-wanted', OUT = 'coach-out';

const read = (address) => {
  try { return new URL(address); } catch { return null; }
};

// The page that was loaded: by now the chat may have let a person in and gone on.
const loaded = read(performance.getEntriesByType('navigation')[0]?.name)?.pathname;
if (loaded === '/login') {
  const from = read(document.referrer);
  // Who has just signed out of a talk does not want it, nor does whoever comes next.
  if (sessionStorage.getItem(OUT)) sessionStorage.removeItem(WANTED);
  else if (from?.origin === location.origin && from.pathname.startsWith('/thread/')) sessionStorage.setItem(WANTED, from.pathname);
  sessionStorage.removeItem(OUT);
}
// Forgotten only here: the chat, not yet sure that somebody is in, may ask for the sign-in once more and undo our going.
if (loaded === sessionStorage.getItem(WANTED)) sessionStorage.removeItem(WANTED);

// The menu at the person's name has this one entry.
addEventListener('click', (e) => {
  if (e.target instanceof Element && e.target.closest('[role="menuitem"]') && document.querySelector('#user-nav-button[data-state="open"]')) sessionStorage.setItem(OUT, 'yes');
}, true);

let going = false;
// Called on every change of the page.
export const comeBack = () => {
  const wanted = sessionStorage.getItem(WANTED);
  if (!wanted || going || location.pathname !== '/') return;
  going = true;
  location.replace(wanted);
};
