// What changes with the reader's day, and answers without a journey. Without it every page says the same, in tables.
'use strict';

const day = (date) => {
  const part = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
};
const today = day(new Date());
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && day(new Date(`${text}T12:00:00`)) === text;
const people = (text, weekday = { weekday: 'long' }) =>
  new Date(`${text}T12:00:00`).toLocaleDateString('en-GB', { ...weekday, day: 'numeric', month: 'long', year: 'numeric' }).replace(',', '');

// The day that the address asks for, or the reader's. A day that no calendar has is said to be none.
const address = new URLSearchParams(location.search);
const asked = address.get('on');
const shownDay = asked !== null && isDay(asked) ? asked : today;
const warn = (text) => {
  const warning = document.createElement('p');
  warning.className = 'banner';
  warning.setAttribute('role', 'alert');
  warning.textContent = text;
  document.querySelector('main')?.prepend(warning);
};
const hasDays = document.querySelector('[data-states], [data-shown], form[data-question]');
if (asked !== null && !isDay(asked) && hasDays) warn(`“${asked}” is not a day of the calendar.`);

// "draft,2019-06-27,permitted,2019-09-26,mandatory": the state before the first day, then from each day on.
const stateOn = (states, on) => {
  const parts = states.split(',');
  let state = parts[0];
  for (let at = 1; at < parts.length; at += 2) if (parts[at] <= on) state = parts[at + 1];
  return state;
};

// A page that has moved: what stood behind ? and # goes with the reader. Without scripts the page leads on by itself.
const moved = document.querySelector('a[data-moved]');
if (moved) location.replace(new URL(location.search + location.hash, moved.href));

const words = {
  draft: 'Draft',
  'not-yet-applicable': 'Not yet applicable',
  permitted: 'Permitted',
  valid: 'Valid',
  mandatory: 'Mandatory',
  superseded: 'Superseded',
  withdrawn: 'Withdrawn',
  'not-recorded': 'Not recorded',
};

for (const found of document.querySelectorAll('[data-states]')) {
  const state = stateOn(found.dataset.states, shownDay);
  found.textContent = words[state];
  found.className = `status status-${state}`;
}

// Sentences that hold from or until a day.
for (const found of document.querySelectorAll('[data-from], [data-until]')) {
  if (!found.hasAttribute('data-shown')) continue;
  const { from = '', until = '9999-12-31' } = found.dataset;
  found.hidden = !(from <= shownDay && shownDay <= until);
}

for (const found of document.querySelectorAll('[data-as-of]')) found.textContent = `as at ${people(shownDay, {})}`;

// Another day than today is kept from page to page.
if (asked !== null && isDay(asked)) {
  for (const link of document.querySelectorAll('main table[data-register] a, main [data-shown] a')) {
    const target = new URL(link.href);
    if (target.origin !== location.origin) continue;
    target.searchParams.set('on', asked);
    link.href = target.href;
  }
}

// The question on the home page leads to the answer on the page of the standard.
const ask = document.querySelector('form[data-ask]');
if (ask) {
  const { _about: about, on } = ask.elements;
  on.value = shownDay;
  ask.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    const target = new URL(about.value, location.href);
    if (isDay(on.value)) target.searchParams.set('on', on.value);
    location.assign(target);
  });
}

// The register as at any day.
const dayForm = document.querySelector('form[data-day]');
if (dayForm) {
  dayForm.hidden = false;
  dayForm.elements.on.value = shownDay;
}

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
    for (const shown of document.querySelectorAll('tr.is-answer')) shown.classList.remove('is-answer');
    if (!isDay(on.value)) {
      answer.replaceChildren();
      return false;
    }
    const row = rowOn(table, on.value);
    row.classList.add('is-answer');
    const heading = document.createElement('p');
    heading.className = 'answer-day';
    const about = event.options.length > 1 ? `: ${event.selectedOptions[0].textContent}` : '';
    heading.textContent = `On ${people(on.value)}${about}`;
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

  const wanted = address.get('event');
  const known = [...event.options].some((option) => option.value === wanted);
  if (known) event.value = wanted;
  else if (wanted !== null) warn(`No event here is called “${wanted}”. Choose one.`);
  on.value = asked === null || isDay(asked) ? shownDay : '';
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
  const parts = [...document.getElementById('_parts').options].map(({ value: url, dataset: { year, outcome, open } }) => ({ url, year, outcome, open }));
  let turn = 0;

  const slug = (outcome) => outcome.replaceAll(' ', '-');

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
    outcome.replaceChildren(span(decision.outcome[0].toUpperCase() + decision.outcome.slice(1), `outcome outcome-${slug(decision.outcome)}`));
    const about = [decision.meeting.toUpperCase().replace('/', ' '), people(decision.date), decision.item_title].filter(Boolean);
    made.querySelector('.row-meta').replaceChildren(...about.map((text) => span(text)));
    return made;
  };

  const chosen = () => Object.fromEntries([...new FormData(filters)].filter(([, value]) => value));

  const read = async (part) => (part.decisions ??= (await (await fetch(part.url)).json()).decisions);

  /** The decisions of one year that are wanted, in the order of the register: it is put together from the outcomes'. */
  const ofYear = async (wanted, { committee, outcome, year, open }) => {
    const all = (await Promise.all(wanted.map(read))).flat();
    const found = all.filter(
      (decision) =>
        (!committee || decision.committee === committee) &&
        (!outcome || slug(decision.outcome) === outcome) &&
        (!year || decision.date.startsWith(year)) &&
        (!open || decision.open),
    );
    if (wanted.length < 2) return found;
    const compare = (one, other) => one.localeCompare(other, 'en', { numeric: true });
    return found.sort(
      (one, other) => compare(other.date, one.date) || compare(one.meeting, other.meeting) || compare(one.id, other.id),
    );
  };

  /** The newest decisions that are wanted; no more years are read than are shown. */
  const newest = async (wanted) => {
    const fits = ({ year, outcome, open }) =>
      (!year || !wanted.year || year === wanted.year) &&
      (!outcome || !wanted.outcome || outcome === wanted.outcome) &&
      (!wanted.open || open !== undefined);
    const years = Map.groupBy(parts.filter(fits), ({ year }) => year);
    const found = [];
    let isWhole = true;
    for (const [, own] of years) {
      if (found.length >= limit) {
        isWhole = false;
        break;
      }
      found.push(...(await ofYear(own, wanted)));
    }
    return { found, isWhole };
  };

  const filter = async () => {
    const wanted = chosen();
    const isAny = Object.keys(wanted).length > 0;
    const own = ++turn;
    const address = new URL(location.href);
    address.search = new URLSearchParams(wanted);
    history.replaceState(null, '', address);
    const answer = isAny ? await newest(wanted).catch(() => undefined) : undefined;
    // A later choice has taken over, or the lists are all there is.
    if (own !== turn) return;
    lists.hidden = Boolean(answer);
    document.getElementById('_found-section').hidden = !isAny;
    if (isAny && !answer) {
      count.textContent = 'The decisions cannot be filtered now. The newest of all are below.';
      list.replaceChildren();
    }
    if (!answer) return;
    const { found, isWhole } = answer;
    const rest = found.length > limit || !isWhole ? `, the newest ${limit} of them shown` : '';
    count.textContent = `${isWhole ? '' : 'More than '}${found.length} ${found.length === 1 ? 'decision' : 'decisions'}${rest}`;
    list.replaceChildren(...found.slice(0, limit).map(row));
  };

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = filters.elements.namedItem(name);
    if (field?.type === 'checkbox') field.checked = value === 'yes';
    else if (field) field.value = value;
  }
  filters.addEventListener('input', filter);
  filters.addEventListener('submit', (submitted) => submitted.preventDefault());
  filter();
}

/** Says something to everybody, for a while. */
const say = (text) => {
  const said = document.querySelector('.said') ?? document.createElement('p');
  said.className = 'said';
  said.setAttribute('role', 'status');
  if (!said.isConnected) document.body.append(said);
  setTimeout(() => (said.textContent = text));
  clearTimeout(say.end);
  say.end = setTimeout(() => (said.textContent = ''), 4000);
};

// Permanent links are also copied, where the browser lets them be.
document.addEventListener('click', async ({ target, ctrlKey, metaKey, shiftKey }) => {
  const link = target.closest('a.permalink');
  if (!link || ctrlKey || metaKey || shiftKey) return;
  try {
    await navigator.clipboard.writeText(link.href);
    say('The address is copied.');
  } catch {
    // Following the link has put it into the address bar.
  }
});

// Registers: each head of a column sorts them, a field narrows them. A standard stays together with all its rows.
for (const table of document.querySelectorAll('table[data-register]')) {
  const groups = [...table.tBodies];
  const heads = [...table.tHead.rows[0].cells];
  const said = document.getElementById(`${table.id}-said`);
  // Of several events the earliest date counts; cells are counted from the right, for a standard's name spans its rows.
  const cellsOf = (group, at) => [...group.rows].map(({ cells }) => cells[cells.length - heads.length + at]).filter(Boolean);
  const valueOf = (group, at) => {
    const days = cellsOf(group, at).flatMap((cell) => cell.querySelector('.held:not([hidden]) [data-day], time')?.dataset.day ?? cell.querySelector('time')?.dateTime ?? []);
    const first = cellsOf(group, at)[0];
    return days.sort()[0] ?? (first.querySelector('.held:not([hidden])') ?? first).textContent.trim();
  };
  const isMissing = (group, at) => cellsOf(group, at).every((cell) => {
      const shown = cell.querySelector('.held:not([hidden])') ?? cell;
      return shown.querySelector('.absent') && !shown.querySelector(':not(.absent)');
    });
  const counted = () => {
    const shown = groups.filter((group) => !group.hidden).length;
    return shown < groups.length ? `${shown} of ${groups.length} shown` : '';
  };
  for (const [at, head] of heads.entries()) {
    const name = head.textContent;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(name);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const order = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const compare = (one, other) => sign * valueOf(one, at).localeCompare(valueOf(other, at), 'en', { numeric: true });
      // What is not recorded comes last in either order.
      table.append(...groups.toSorted((one, other) => isMissing(one, at) - isMissing(other, at) || compare(one, other)));
      if (said) said.textContent = `Sorted by “${name}”, ${order}. ${counted()}`.trim();
    });
  }
  const form = document.querySelector(`form[data-narrows="${table.id}"]`);
  if (!form) continue;
  const field = form.elements.filter;
  const narrow = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of groups) group.hidden = !words.every((word) => group.textContent.toLowerCase().includes(word));
    if (said) said.textContent = counted();
  };
  const address = new URL(location.href);
  field.value = address.searchParams.get('filter') ?? '';
  if (field.value) narrow();
  field.addEventListener('input', () => {
    narrow();
    if (field.value) address.searchParams.set('filter', field.value);
    else address.searchParams.delete('filter');
    history.replaceState(null, '', address);
  });
  form.addEventListener('submit', (submitted) => submitted.preventDefault());
}

// The search is fetched when it is needed: on its page at once, elsewhere when its box is entered.
const box = document.querySelector('form[data-search]');
if (box) {
  const load = () => import(box.dataset.script);
  if (document.querySelector('form[data-search-page]')) {
    // What is looked for takes the place of the lists, before they are seen.
    const lists = document.getElementById('_search-registers');
    lists.hidden = Boolean(new URLSearchParams(location.search).get('q'));
    load().catch(() => (lists.hidden = false));
  } else box.addEventListener('focusin', () => load().catch(() => {}), { once: true });
  document.addEventListener('keydown', (pressed) => {
    const isTyping = pressed.target.closest('input, select, textarea, [contenteditable]');
    if (pressed.key !== '/' || isTyping || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    pressed.preventDefault();
    (document.getElementById('_q') ?? box.elements.q).focus();
  });
}
