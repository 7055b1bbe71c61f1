// The plan beside the talk, drawn from what the server says of it. It decides nothing.
import { ask, button, icon, make } from './dom.js';
import { seek } from './earlier.js';
import { edit, editing } from './edit.js';
import { explain } from './tip.js';

const folded = new Set();

const tools = (row, field, redraw, leave) => {
  const box = make('span', { className: 'tools' });
  if (field.how) {
    const from = button({ className: 'from', 'aria-label': field.how + (field.words.length ? ': ' + field.words.join(' … ') : '') + (field.message ? '. Show the message' : '') }, icon('quote'));
    if (field.message) from.addEventListener('click', () => { leave(); seek(field.message); });
    else from.classList.add('still');
    explain(row, from, field);
    box.append(from);
  }
  if (field.edit) {
    const fix = button({ className: 'fix', 'aria-label': 'Correct ' + (field.label ? field.label + ': ' : '') + field.text }, icon('pencil'));
    fix.addEventListener('click', () => edit(row, field, redraw));
    box.append(fix);
  }
  return box;
};

const line = (field, redraw, leave) => {
  const row = make('div', { className: 'field' });
  row.append(...[field.label ? make('span', { className: 'name', textContent: field.label }) : null,
    make('span', { className: 'value', textContent: field.text })].filter(Boolean), tools(row, field, redraw, leave));
  return row;
};

const card = (c, redraw, leave) => {
  const links = c.links.map((l) => {
    const to = button({ className: 'linked' }, icon('link'), make('span', {}, l.how + ' ', make('b', { textContent: l.name })));
    to.addEventListener('click', () => {
      const other = document.getElementById('coach-item-' + l.to);
      other?.scrollIntoView({ block: 'center' });
      other?.classList.add('coach-lit');
      setTimeout(() => other?.classList.remove('coach-lit'), 2400);
    });
    return to;
  });
  return make('div', { className: 'card', id: 'coach-item-' + c.id }, ...c.rows.map((f, n) => {
    const row = line(n ? f : { ...f, label: '' }, redraw, leave);
    if (!n) row.classList.add('head');
    return row;
  }), ...links);
};

const NOTE = { open: 'open question', review: 'look again' };

const question = (q, redraw, leave) => {
  if (q.mark === 'empty') return null;
  const title = make('h4', { className: q.mark }, q.label, NOTE[q.mark] ? make('em', { textContent: NOTE[q.mark] }) : null);
  return make('div', { className: 'question' }, title, ...q.fields.map((f) => line(f, redraw, leave)), ...q.cards.map((c) => card(c, redraw, leave)));
};

const stage = (s, last, redraw, leave) => {
  const filled = s.questions.map((q) => question(q, redraw, leave)).filter(Boolean);
  const item = make('li', { className: s.mark + (s.review ? ' review' : '') + (last ? ' last' : '') });
  if (s.mark === 'here') item.setAttribute('aria-current', 'step');
  const name = [make('span', { className: 'stage', textContent: s.title }), make('span', { className: 'state', textContent: s.state })];
  if (!filled.length) {
    item.append(make('div', { className: 'line' }, ...name), s.mark === 'here' ? make('p', { className: 'purpose', textContent: s.purpose }) : '');
    return item;
  }
  const inside = make('div', { className: 'inside', id: 'coach-stage-' + s.id, hidden: folded.has(s.id) }, ...filled);
  const head = button({ className: 'line fold', 'aria-expanded': String(!folded.has(s.id)), 'aria-controls': inside.id }, ...name, icon('down'));
  head.addEventListener('click', () => {
    inside.hidden = !inside.hidden;
    head.setAttribute('aria-expanded', String(!inside.hidden));
    inside.hidden ? folded.add(s.id) : folded.delete(s.id);
  });
  item.append(make('h3', {}, head), inside);
  return item;
};

const river = (stages, redraw, leave) => {
  const nodes = [];
  let list = null, side = null;
  stages.forEach((s, n) => {
    if (!list || s.side !== side) {
      side = s.side;
      if (side) nodes.push(make('p', { className: 'side', textContent: side }));
      else if (n) nodes.push(make('p', { className: 'side', textContent: 'and then' }));
      list = make('ol', { className: 'river' });
      nodes.push(list);
    }
    list.append(stage(s, n === stages.length - 1, redraw, leave));
  });
  return nodes;
};

const section = (title, items, className = '') => items.length
  ? [make('section', { className }, make('h3', { className: 'side', textContent: title }), make('ul', { className: 'plain' }, ...items.map((i) => make('li', {}, ...i))))] : [];
const small = (text) => make('div', { className: 'small', textContent: text });

const documents = (v, redraw) => section('Your documents', v.documents.map((d) => {
  const gone = button({ className: 'fix', 'aria-label': 'Remove ' + d.name, title: 'Remove' }, icon('trash'));
  gone.addEventListener('click', async () => {
    if (!confirm('Remove ' + d.name + ' from this talk? What you said about it stays.')) return;
    gone.disabled = true;
    await ask('/plan/' + encodeURIComponent(v.conversation) + '/uploads/' + encodeURIComponent(d.id), { method: 'DELETE' });
    redraw(true);
  });
  return [make('div', { className: 'field' }, make('span', { className: 'value', textContent: d.name }), make('span', { className: 'tools always' }, gone)),
    small(d.passages + (d.passages === 1 ? ' passage' : ' passages') + ', seen in this talk only')];
}));

// Renaming and deleting, for the keyboard too. The addresses are the chat's own.
const own = (v, redraw) => {
  const change = (method, data) => ask('/project/thread', { method, body: JSON.stringify({ threadId: v.conversation, ...data }), headers: { 'Content-Type': 'application/json' } });
  const rename = button({ className: 'plain-button', textContent: 'Rename' }), gone = button({ className: 'plain-button', textContent: 'Delete' });
  rename.addEventListener('click', async () => {
    const name = prompt('What shall this talk be called?', v.title);
    if (name && name.trim()) { await change('PUT', { name: name.trim() }); redraw(true); }
  });
  gone.addEventListener('click', async () => {
    if (!confirm('Delete this talk for good, with its plan and its documents?')) return;
    if ((await change('DELETE', {})).ok) location.assign('/');
  });
  return make('section', { className: 'own' }, make('h3', { className: 'side', textContent: 'This talk' }), make('p', {}, v.title), make('div', { className: 'row' }, rename, gone));
};

const parked = (v, leave) => section('Parked for later', v.parked.map((p) => {
  const idea = p.message ? button({ className: 'said', textContent: p.text, title: 'Show the message' }) : make('span', { textContent: p.text });
  if (p.message) idea.addEventListener('click', () => { leave(); seek(p.message); });
  return [idea, small('comes back at ' + p.at + (p.verdict === 'open' ? '' : ' · ' + p.verdict))];
}));

const open = (v) => {
  if (!v.open.length) return [];
  const item = (o) => make('li', {}, o.text, o.step ? small(o.step) : '');
  const rest = v.open.slice(3);
  return [make('section', {}, make('h3', { className: 'side', textContent: 'Open questions' }), make('ul', { className: 'plain' }, ...v.open.slice(0, 3).map(item)),
    rest.length ? make('details', {}, make('summary', { textContent: 'and ' + rest.length + ' more' }), make('ul', { className: 'plain' }, ...rest.map(item))) : '')];
};

export const draw = (v, redraw, leave) => make('div', { className: 'body', tabIndex: 0, role: 'region', 'aria-label': 'The plan' },
  ...section('Look again', v.review.map((r) => [make('b', { textContent: r.label }), r.why ? small('because ' + r.why) : '']), 'again'),
  ...river(v.river, redraw, leave), ...parked(v, leave),
  ...section('From your figures', v.sums.map((s) => [s.name + ': ', make('strong', { textContent: s.value }), small(s.formula)])),
  ...open(v), ...section('To look at', v.findings.map((f) => [f])), ...documents(v, redraw),
  ...section('Sources', v.sources.map((s) => [make('a', { href: s.href, target: '_blank', rel: 'noopener', textContent: s.title }), s.by ? small(s.by) : ''])), own(v, redraw));

export { editing };
