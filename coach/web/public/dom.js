// Small helpers shared by the parts of the screen. Text is always set as text.
export const make = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes('-') || name === 'role' || name === 'for') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== ''));
  return node;
};

const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  pencil: 'M4 20h4L19 9l-4-4L4 16v4zM13.5 6.500l4 4',
  quote: 'M5 12c0-4 2-6 5-6M5 12v6h5v-6H5zM14 12c0-4 2-6 5-6M14 12v6h5v-6h-5z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  down: 'M6 9l6 6 6-6',
  link: 'M9 15l6-6M8 9l-2 2a4 4 0 006 6l1-1M16 15l2-2a4 4 0 00-6-6l-1 1',
};

export const icon = (name) => {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const path = document.createElementNS(ns, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
};

export const button = (props, ...children) => make('button', { type: 'button', ...props }, ...children);

// The chat listens to messages of its own window and hands them to the server, in the tab they were sent from.
export const send = (data) => window.postMessage(data, location.origin);

export const say = (text) => send({ coach: 'say', text });

export const ask = async (path, options = {}) => {
  const answer = await fetch(path, { credentials: 'same-origin', ...options }).catch(() => null);
  return answer || { ok: false, status: 0, json: async () => ({}), text: async () => '' };
};

// The message a value was said in: scrolled to and lit for a moment.
export const goTo = (message) => {
  const step = document.getElementById('step-' + message);
  if (!step) return false;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  step.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  step.classList.add('coach-lit');
  setTimeout(() => step.classList.remove('coach-lit'), 2400);
  return true;
};
