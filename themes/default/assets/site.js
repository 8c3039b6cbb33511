// What changes with the reader's day, and answers without a journey. Without it every page says the same, in tables.
'use strict';

const day = (date) => {
  const part = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
};
const today = day(new Date());
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && day(new Date(`${text}T12:00:00`)) === text;
const people = (text) =>
  new Date(`${text}T12:00:00`)
    .toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .replace(',', '');

// "draft,2019-06-27,permitted,2019-09-26,mandatory": the state before the first day, then from each day on.
const stateOn = (states, on) => {
  const parts = states.split(',');
  let state = parts[0];
  for (let at = 1; at < parts.length; at += 2) if (parts[at] <= on) state = parts[at + 1];
  return state;
};

const words = {
  draft: 'Draft',
  'not-yet-applicable': 'Not yet applicable',
  permitted: 'Permitted',
  mandatory: 'Mandatory',
  superseded: 'Superseded',
  withdrawn: 'Withdrawn',
  'not-recorded': 'Not recorded',
};

for (const found of document.querySelectorAll('[data-states]')) {
  const state = stateOn(found.dataset.states, today);
  found.textContent = words[state];
  found.className = `status status-${state}`;
}

// Sentences that hold from or until a day.
for (const found of document.querySelectorAll('[data-from], [data-until]')) {
  if (!found.hasAttribute('data-shown')) continue;
  const { from = '', until = '9999-12-31' } = found.dataset;
  found.hidden = !(from <= today && today <= until);
}

for (const found of document.querySelectorAll('[data-as-of]')) found.textContent = `as at today, ${people(today)}`;

for (const line of document.querySelectorAll('.chart-today')) {
  const { first, last, left, right } = line.dataset;
  if (today < first || today > last) continue;
  const [from, to, now] = [first, last, today].map((text) => Date.parse(`${text}T12:00:00Z`));
  const x = Number(left) + ((now - from) / (to - from)) * (right - left);
  line.setAttribute('x1', x);
  line.setAttribute('x2', x);
  line.setAttribute('visibility', 'visible');
}

// Which version applies on …?
const question = document.querySelector('form[data-question]');
if (question) {
  const { event, on } = question.elements;
  const answer = document.getElementById('_answer');

  const rowOn = (table, wanted) =>
    [...table.querySelectorAll('tr[data-state]')].find(({ dataset: { from = '', until = '9999-12-31' } }) => from <= wanted && wanted <= until);

  const show = () => {
    const table = document.getElementById(`_segments-${event.value}`);
    for (const shown of document.querySelectorAll('[data-segments]')) shown.hidden = shown.dataset.segments !== event.value;
    for (const shown of document.querySelectorAll('tr.is-answer')) shown.classList.remove('is-answer');
    if (!isDay(on.value)) {
      answer.replaceChildren();
      return false;
    }
    const row = rowOn(table, on.value);
    row.classList.add('is-answer');
    const heading = document.createElement('p');
    heading.className = 'answer-day';
    heading.textContent = `On ${people(on.value)}`;
    const copy = row.querySelector('.answer').cloneNode(true);
    answer.replaceChildren(heading, ...copy.childNodes);
    answer.dataset.state = row.dataset.state;
    answer.dataset.version = row.dataset.versions;
    return true;
  };

  const ask = () => {
    if (!show()) return;
    const address = new URL(location.href);
    address.search = new URLSearchParams({ event: event.value, on: on.value });
    history.replaceState(null, '', address);
  };

  const asked = new URLSearchParams(location.search);
  const known = [...event.options].some((option) => option.value === asked.get('event'));
  if (known) event.value = asked.get('event');
  on.value = isDay(asked.get('on') ?? '') ? asked.get('on') : today;
  question.hidden = false;
  show();
  question.addEventListener('input', ask);
  question.addEventListener('change', show);
  question.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    ask();
  });
}

// Decisions by committee, outcome and year together.
const filters = document.querySelector('form[data-decisions]');
if (filters) {
  const list = document.getElementById('_found');
  const count = document.getElementById('_found-count');
  const lists = document.getElementById('_list-of-decisions');
  const limit = 100;
  let decisions;

  const span = (text, className) => {
    const made = document.createElement('span');
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  const row = (decision) => {
    const made = document.getElementById('_decision').content.cloneNode(true);
    const link = made.querySelector('a');
    link.href = decision.url.slice(decision.url.indexOf('/', 8));
    link.textContent = decision.text;
    const outcome = made.querySelector('.row-outcome');
    outcome.replaceChildren(span(decision.outcome[0].toUpperCase() + decision.outcome.slice(1), `outcome outcome-${decision.outcome}`));
    const about = [decision.meeting.toUpperCase().replace('/', ' '), people(decision.date), decision.item_title].filter(Boolean);
    made.querySelector('.row-meta').replaceChildren(...about.map((text) => span(text)));
    return made;
  };

  const chosen = () => Object.fromEntries([...new FormData(filters)].filter(([, value]) => value));

  const filter = async () => {
    const { committee, outcome, year, open } = chosen();
    const isAny = Boolean(committee || outcome || year || open);
    lists.hidden = isAny;
    document.getElementById('_found-section').hidden = !isAny;
    const address = new URL(location.href);
    address.search = new URLSearchParams(chosen());
    history.replaceState(null, '', address);
    if (!isAny) return;
    decisions ??= (await (await fetch(filters.dataset.decisions)).json()).decisions;
    const found = decisions.filter(
      (decision) =>
        (!committee || decision.committee === committee) &&
        (!outcome || decision.outcome === outcome) &&
        (!year || decision.date.startsWith(year)) &&
        (!open || decision.open),
    );
    const rest = found.length > limit ? `, the newest ${limit} of them shown` : '';
    count.textContent = `${found.length} ${found.length === 1 ? 'decision' : 'decisions'}${rest}`;
    list.replaceChildren(...found.slice(0, limit).map(row));
  };

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = filters.elements.namedItem(name);
    if (field?.type === 'checkbox') field.checked = value === 'yes';
    else if (field) field.value = value;
  }
  filters.hidden = false;
  filters.addEventListener('input', filter);
  filters.addEventListener('submit', (submitted) => submitted.preventDefault());
  filter();
}

// The search is fetched when it is needed: on its page at once, elsewhere when its box is entered.
const box = document.querySelector('form[data-search]');
if (box) {
  const load = () => import(box.dataset.script);
  if (document.querySelector('form[data-search-page]')) load();
  else box.addEventListener('focusin', load, { once: true });
  document.addEventListener('keydown', (pressed) => {
    const isTyping = pressed.target.closest('input, select, textarea, [contenteditable]');
    if (pressed.key !== '/' || isTyping || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    pressed.preventDefault();
    (document.getElementById('_q') ?? box.elements.q).focus();
  });
}
