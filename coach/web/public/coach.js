// The plan beside the talk. It shows what the server says of the conversation in the address bar, and decides nothing.
(() => {
  'use strict';
  const WIDE = matchMedia('(min-width: 70.01rem)');
  const KEY = 'coach-panel';
  let conversation = null, closed = localStorage.getItem(KEY) === 'closed', asked = 0, opening = null;

  const make = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children.filter((c) => c !== null && c !== undefined && c !== ''));
    return node;
  };

  const chip = make('button', { id: 'coach-chip', type: 'button', title: 'Show the plan so far' });
  const panel = make('aside', { id: 'coach-panel' });
  chip.setAttribute('aria-live', 'polite');
  chip.setAttribute('aria-controls', 'coach-panel');
  panel.setAttribute('aria-label', 'Plan so far');

  const show = (open, keep) => {
    document.body.classList.toggle('coach-open', open);
    chip.setAttribute('aria-expanded', String(open));
    if (keep && WIDE.matches) { closed = !open; localStorage.setItem(KEY, closed ? 'closed' : 'open'); }
  };
  chip.addEventListener('click', () => show(!document.body.classList.contains('coach-open'), true));
  WIDE.addEventListener('change', () => { if (document.body.classList.contains('coach-talk')) show(WIDE.matches && !closed); });
  addEventListener('keydown', (e) => { if (e.key === 'Escape' && !WIDE.matches) show(false); });

  const questions = (list) => {
    const dl = make('dl');
    for (const q of list) {
      if (q.mark === 'empty') continue;
      const note = { open: ' · open question', review: ' · look at again' }[q.mark] || '';
      dl.append(make('dt', { className: q.mark, textContent: q.label + note }));
      for (const line of q.lines) dl.append(make('dd', { textContent: line }));
    }
    return dl.childElementCount ? dl : null;
  };

  const river = (stages) => {
    const nodes = [];
    let list = null, side = null;
    stages.forEach((s, n) => {
      if (!list || s.side !== side) {
        side = s.side;
        if (side) nodes.push(make('h3', { textContent: side }));
        else if (n) nodes.push(make('h3', { textContent: 'and then' }));
        list = make('ol', { className: 'river' });
        nodes.push(list);
      }
      const item = make('li', { className: s.mark }, make('div', { className: 'stage', textContent: s.title }),
        s.mark === 'here' ? make('div', { className: 'purpose', textContent: s.purpose }) : null, questions(s.questions));
      if (s.mark === 'here') item.setAttribute('aria-current', 'step');
      if (n === stages.length - 1) item.classList.add('last');
      list.append(item);
    });
    return nodes;
  };

  const section = (title, items) => items.length
    ? [make('h3', { textContent: title }), make('ul', { className: 'plain' }, ...items.map((i) => make('li', {}, ...i)))] : [];
  const small = (text) => make('div', { className: 'small', textContent: text });

  const draw = (v) => {
    const done = v.river.filter((s) => s.mark === 'done').length;
    const fill = make('i');
    fill.style.width = (100 * done) / v.river.length + '%';
    chip.replaceChildren(make('span', { textContent: v.progress }), make('span', { className: 'bar' }, fill));
    const close = make('button', { className: 'close', type: 'button', textContent: '×', title: 'Close' });
    close.setAttribute('aria-label', 'Close the plan');
    close.addEventListener('click', () => show(false, true));
    const at = '/plan/' + encodeURIComponent(v.conversation);
    const more = v.open_count - v.open.length;
    const body = make('div', { className: 'body' }, ...river(v.river),
      ...section('Parked for later', v.parked.map((p) => [p.text, small(p.at + (p.verdict === 'open' ? '' : ' · ' + p.verdict))])),
      ...section('From your figures', v.sums.map((s) => [s.name + ': ', make('strong', { textContent: s.value }), small(s.formula)])),
      ...section('Open questions', [...v.open.map((o) => [o]), ...(more > 0 ? [[small('and ' + more + ' more in the plan')]] : [])]),
      ...section('To look at', v.findings.map((f) => [f])),
      ...section('Sources', v.sources.map((s) => [make('a', { href: s.href, target: '_blank', rel: 'noopener', textContent: s.title })])));
    const before = panel.querySelector('.body');
    const scroll = before ? before.scrollTop : 0;
    panel.replaceChildren(
      make('div', { className: 'top' }, make('h2', { textContent: 'Plan so far' }),
        make('span', { className: 'badge', textContent: v.status }), close),
      body,
      make('div', { className: 'foot' }, make('a', { href: at, target: '_blank', rel: 'noopener', textContent: 'Read' }),
        make('a', { href: at + '.json', download: '', textContent: 'JSON' }),
        make('a', { href: at + '.md', download: '', textContent: 'Markdown' })));
    const here = body.querySelector('li.here');
    body.scrollTop = here && !before ? Math.max(0, here.offsetTop - 120) : scroll;
  };

  const load = async (id) => {
    const mine = ++asked;
    const answer = await fetch('/plan/' + encodeURIComponent(id) + '/panel', { credentials: 'same-origin' }).catch(() => null);
    if (mine !== asked || !answer || !answer.ok) return;
    const view = await answer.json();
    if (mine !== asked) return;
    const first = !document.body.classList.contains('coach-talk');
    document.body.classList.add('coach-talk');
    draw(view);
    if (first) show(WIDE.matches && !closed);
  };

  const leave = () => { asked++; document.body.classList.remove('coach-talk', 'coach-open'); panel.replaceChildren(); };

  // The server says when something is new. Other windows can post messages too: only our own are heard, and they only
  // make us ask.
  addEventListener('message', (e) => {
    if (e.source !== window || e.origin !== location.origin || !e.data || e.data.coach !== 'plan') return;
    if (typeof e.data.conversation === 'string') { conversation = e.data.conversation; load(conversation); }
  });

  const welcome = () => {
    const screen = document.getElementById('welcome-screen');
    if (!screen || document.getElementById('coach-welcome')) return;
    const box = make('div', { id: 'coach-welcome' }, make('h1', { textContent: 'Go upstream before you drift downstream.' }),
      make('p', { textContent: 'First your market, your proposition, your clients and your goals; then the processes, skills and tracking that get you there. You leave with a plan in your own words.' }),
      opening ? make('p', { className: 'ask', textContent: opening }) : null);
    const logo = screen.firstElementChild;
    logo ? logo.after(box) : screen.prepend(box);
  };

  const lastMessage = () => {
    const all = document.querySelectorAll('[data-step-type="user_message"]');
    const last = all[all.length - 1];
    if (last && last.hasAttribute('data-last-user')) return;
    document.querySelectorAll('[data-last-user]').forEach((n) => n.removeAttribute('data-last-user'));
    if (last) last.setAttribute('data-last-user', '');
  };

  let waiting = false;
  const look = () => {
    waiting = false;
    const found = location.pathname.match(/^\/thread\/([^/]+)/);
    const id = found ? decodeURIComponent(found[1]) : null;
    if (id && id !== conversation) { conversation = id; leave(); load(id); }
    else if (!id && document.getElementById('welcome-screen') && conversation) { conversation = null; leave(); }
    welcome();
    lastMessage();
  };
  const soon = () => { if (!waiting) { waiting = true; setTimeout(look, 60); } };

  const start = () => {
    document.body.append(chip, panel);
    new MutationObserver(soon).observe(document.getElementById('root') || document.body, { childList: true, subtree: true });
    addEventListener('popstate', soon);
    fetch('/opening').then((r) => (r.ok ? r.json() : null)).then((v) => {
      opening = v && v.question;
      const box = document.getElementById('coach-welcome');
      if (box) { box.remove(); }
      look();
    }).catch(() => {});
    look();
  };
  document.readyState === 'loading' ? addEventListener('DOMContentLoaded', start) : start();
})();
