// The search page and the search box of every page. What is found is shown as text, never as HTML.

const box = document.querySelector('form[data-search]');
const { open, Outdated, parse, plain, wordsOfText } = await import(box.dataset.reader);

let opened;
const search = () => (opened ??= open(box.dataset.search).catch((error) => ((opened = undefined), Promise.reject(error))));

const OUTDATED = 'The site has been updated since this page was loaded.';
const FEW = 10;

const made = (name, className, ...children) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

const people = (day) =>
  new Date(`${day}T12:00:00`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** "SSC 80, item 10". */
const nameOf = ({ kind, label, page, anchor }) => {
  if (!anchor || kind === 'term') return label;
  return kind === 'item' ? `${page}, item ${label}` : `${page}: ${label}`;
};

/** Whether a word of a text is one that was looked for, or another form of it. */
const isOne = (word, wanted) => {
  const [short, long] = word.length < wanted.length ? [word, wanted] : [wanted, word];
  const trunk = /\p{N}/u.test(short) ? short.length : Math.max(3, short.length - 3);
  return word === wanted || (long.length - short.length < 6 && short.length > 3 && long.startsWith(short.slice(0, trunk)));
};

/** A text in parts, the words that were looked for marked. */
const marked = (text, words) => {
  const parts = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}][\p{Alphabetic}\p{N}\p{M}._:/'’-]*/gu)) {
    const own = wordsOfText(word);
    if (!own.some((one) => words.some((wanted) => isOne(one, wanted)))) continue;
    const bare = word.replace(/[._:/'’-]+$/u, '');
    parts.push(text.slice(end, index), made('mark', '', bare));
    end = index + bare.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
};

/** The stretch of a text with the most of the words. */
const excerpt = (text, words) => {
  const length = 240;
  if (text.length <= length) return text;
  const places = [...text.matchAll(/[\p{Alphabetic}\p{N}]+/gu)].filter(({ 0: word }) => {
    const own = plain(word);
    return words.some((wanted) => isOne(own, wanted));
  });
  const inReach = ({ index }) => places.filter((other) => other.index >= index && other.index < index + length - 60).length;
  const best = places.reduce((top, place) => (!top || inReach(place) > inReach(top) ? place : top), undefined)?.index ?? 0;
  const start = best < 60 ? 0 : text.indexOf(' ', best - 60) + 1;
  const end = start + length >= text.length ? text.length : text.lastIndexOf(' ', start + length);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
};

// The search page

const page = () => {
  const form = document.querySelector('form[data-search-page]');
  if (!form) return;
  const fields = form.elements;
  const [status, heading, list, more, replacement, answer] = ['status', 'count', 'results', 'more', 'replaced', 'answer'].map((name) =>
    document.getElementById(`_search-${name}`),
  );
  const narrow = form.querySelector('details');
  const NAMES = ['committee', 'outcome', 'kind', 'standard'];
  const rowsById = new Map();
  let turn = 0;
  let painted = 0;
  let spoken;

  const say = (text) => {
    clearTimeout(spoken);
    spoken = setTimeout(() => {
      if (status.textContent !== text) status.textContent = text;
    }, 600);
  };

  const stateOfForm = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && !(name === 'sort' && value === 'relevance')));

  const fill = (state) => {
    for (const field of fields) if (field.name) field.value = state.get(field.name) ?? (field.name === 'sort' ? 'relevance' : '');
  };

  /** Controls as they could be typed. */
  const queryOf = (state) => {
    const typed = NAMES.filter((name) => state.get(name)).map((name) => `${name}:${state.get(name)}`);
    if (state.get('from')) typed.push(`after:${state.get('from')}`);
    if (state.get('until')) typed.push(`before:${state.get('until')}`);
    return [...typed, state.get('q') ?? ''].join(' ');
  };

  const row = async (engine, id, words) => {
    const record = await engine.record(id);
    const link = made('a', '', nameOf(record));
    link.href = record.url;
    const title = made('p', 'row-title', link);
    const text = made('p', 'row-excerpt');
    const meta = made('p', 'row-meta', made('span', '', capital(record.kind)));
    if (record.date) {
      const time = made('time', '', people(record.date));
      time.dateTime = record.date;
      meta.append(' ', made('span', '', time));
    }
    for (const outcome of record.outcomes) meta.append(' ', made('span', `outcome outcome-${outcome}`, capital(outcome.replaceAll('-', ' '))));
    const badge = made('span', `badge badge-${record.classification.toLowerCase()}`, made('span', 'visually-hidden', 'Classification: '), record.classification);
    const item = made('li', 'row', made('div', 'row-main', title, text, meta), made('p', 'row-badge', badge));
    let isShown = false;
    const showText = async () => {
      if (isShown) return;
      isShown = true;
      const shown = await engine.shown(id);
      const name = record.kind === 'item' ? [made('strong', 'row-kind', ...marked(shown.title.replace(/^\w+\.\s/u, ''), words)), ' '] : [];
      text.replaceChildren(...name, ...marked(excerpt(shown.body, words), words));
    };
    return { item, showText };
  };

  const showRows = async (engine, found, start, isNow) => {
    if (!isNow()) return;
    if (painted !== turn) {
      painted = turn;
      rowsById.clear();
      list.replaceChildren();
    }
    const ids = found.ids.slice(start, start + FEW);
    for (const id of ids) {
      if (rowsById.has(id)) continue;
      rowsById.set(id, row(engine, id, found.words));
      rowsById.get(id).catch(() => {});
    }
    for (const [at, id] of ids.entries()) {
      const { item } = await rowsById.get(id);
      if (!isNow()) return;
      const there = list.children[start + at];
      if (!there) list.append(item);
      else if (there !== item) there.replaceWith(item);
    }
    while (list.children.length > start + ids.length) list.lastChild.remove();
    more.hidden = found.ids.length <= start + FEW;
    more.onclick = async () => {
      await guarded(() => showRows(engine, found, start + FEW, isNow));
      list.children[start + FEW]?.querySelector('a')?.focus();
    };
    await Promise.all(ids.map(async (id) => (await rowsById.get(id)).showText()));
  };

  const label = (name, all) => {
    for (const [id, text] of all) {
      const option = made('option', '', text);
      option.value = id;
      option.dataset.label = text;
      fields[name].append(option);
    }
  };

  /** The standards are many, and are asked for only where somebody wants to narrow the search. */
  const labelStandards = async (engine) => {
    if (fields.standard.options.length === 1) label('standard', (await engine.standards()).all);
  };

  const count = async (engine, found, isNow) => {
    if (!narrow.open) return;
    await labelStandards(engine);
    const counts = await engine.facets(found.ids);
    if (!isNow()) return;
    for (const name of NAMES) {
      for (const option of fields[name].options) {
        if (option.value) option.textContent = `${option.dataset.label} (${counts[name][option.value] ?? 0})`;
      }
    }
  };

  /** The object beside a record's page. */
  const dataOf = (engine, { path }) =>
    engine.once(`data ${path}`, async () => {
      const response = await fetch(new URL(`${path}index.json`, engine.root), { cache: 'no-cache' });
      if (!response.ok) throw new Outdated(path);
      return response.json();
    });

  /** The answer of a standard's own data, where its name was asked for. */
  const answerOf = async (engine, found, words) => {
    const record = found.ids.length > 0 && words.length > 0 ? await engine.record(found.ids[0]) : undefined;
    if (record?.kind !== 'standard' || record.anchor) return undefined;
    const { text } = await engine.shown(found.ids[0]);
    const known = new Set(wordsOfText(text));
    if (!words.every((word) => known.has(word))) return undefined;
    const today = new Date().toLocaleDateString('en-CA');
    const { events, answers } = await dataOf(engine, record);
    const lines = events.flatMap(({ id, label }) => {
      const now = answers.find(({ event, from, until }) => event === id && (from ?? '') <= today && today <= (until ?? '9999-12-31'));
      return now ? [made('dt', '', label), ...now.sentences.map((sentence) => made('dd', '', sentence))] : [];
    });
    const link = made('a', '', record.label);
    link.href = record.url;
    return lines.length > 0 && [made('p', 'answer-day', link, `, on ${people(today)}`), made('dl', '', ...lines)];
  };

  /** What takes effect around a day. */
  const datesAround = async (engine, day) => {
    const entries = (await (await fetch(new URL('api/v1/dates.json', engine.root))).json()).dates;
    const near = entries.filter(({ date, kind }) => kind !== 'meeting' && Math.abs(Date.parse(date) - Date.parse(day)) <= 30 * 86400000);
    const lines = near.map(({ date, label, url }) => {
      const link = made('a', '', label);
      link.href = new URL(url).pathname;
      return made('li', '', `${people(date)}: `, link);
    });
    const none = made('p', '', 'No date of a standard is recorded within 30 days of it.');
    return [made('p', 'answer-day', `What takes effect around ${people(day)}`), lines.length > 0 ? made('ul', '', ...lines) : none];
  };

  const showAnswer = async (engine, text, found, isNow) => {
    const day = text.trim();
    const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(day) && !Number.isNaN(Date.parse(day));
    const { words, phrases, filters } = parse(text);
    const isName = phrases.length === 0 && Object.keys(filters).length === 0;
    const nodes = isDay ? await datesAround(engine, day) : isName && (await answerOf(engine, found, words));
    if (!isNow()) return;
    answer.replaceChildren(...(nodes || []));
    answer.hidden = !nodes;
  };

  const showReplaced = (state, found) => {
    replacement.hidden = found.replaced.length === 0;
    if (found.replaced.length === 0) return '';
    const text = found.replaced.map(([, used]) => used).join(', ');
    const typed = new URLSearchParams(state);
    typed.set('as', 'typed');
    const link = made('a', '', found.replaced.map(([word]) => word).join(', '));
    link.href = `?${typed}`;
    replacement.replaceChildren('Showing results for ', made('strong', '', text), '. Search for ', link, ' as typed.');
    return `Showing results for ${text}. `;
  };

  const guarded = async (act) => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Outdated) && !(error instanceof TypeError)) throw error;
      opened = undefined;
      const link = made('a', '', 'Reload this page');
      link.href = location.href;
      list.replaceChildren();
      document.getElementById('_search-registers').hidden = false;
      more.hidden = true;
      answer.hidden = true;
      heading.replaceChildren(`${OUTDATED} `, link, '.');
      say(`${OUTDATED} Reload this page.`);
    }
  };

  const run = (state, typing) => {
    const own = ++turn;
    const isNow = () => own === turn;
    return guarded(async () => {
      const engine = await search();
      const sort = state.get('sort') ?? 'relevance';
      let isFirst = true;
      // The answer first: coming later, it would push away what is being read.
      const show = async (some, isWanted) => {
        await showAnswer(engine, state.get('q') ?? '', some, isWanted);
        await showRows(engine, some, 0, isWanted);
      };
      const early = (first) => guarded(() => show(first, () => isFirst && isNow()));
      const found = await engine.find(queryOf(state), { typing, sort, asTyped: state.get('as') === 'typed', early });
      isFirst = false;
      if (!isNow()) return;
      const total = `${found.total.toLocaleString('en-GB')} ${found.total === 1 ? 'result' : 'results'}`;
      heading.textContent = found.isEmpty ? 'Type a word, a name or a number.' : total;
      say(found.isEmpty ? '' : `${showReplaced(state, found)}${total}`);
      showReplaced(state, found);
      document.getElementById('_search-registers').hidden = !found.isEmpty;
      await show(found, isNow);
      if (isNow()) await count(engine, found, isNow);
    });
  };

  const labels = ({ index: { committees, outcomes, kinds } }) => {
    label('committee', committees);
    label('outcome', outcomes.map(([, id]) => [id, capital(id.replaceAll('-', ' '))]));
    label('kind', kinds.map((id) => [id, capital(id)]));
  };

  const go = (isTyping, remember) => {
    // What was about to be said is of another query.
    clearTimeout(spoken);
    const state = stateOfForm();
    history[remember](null, '', state.size > 0 ? `?${state}` : location.pathname);
    return run(state, isTyping);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go(false, 'pushState');
  });
  fields.q.addEventListener('input', () => go(true, 'replaceState'));
  form.addEventListener('change', ({ target }) => target !== fields.q && go(false, 'pushState'));
  narrow.addEventListener('toggle', () => narrow.open && run(stateOfForm(), false));
  const restore = async () => {
    const state = new URLSearchParams(location.search);
    if (NAMES.some((name) => state.get(name))) narrow.open = true;
    if (state.get('standard')) await labelStandards(await search());
    fill(state);
    return run(state, false);
  };
  addEventListener('popstate', restore);
  guarded(async () => {
    labels(await search());
    await restore();
  });
};

// The box

const boxed = () => {
  const input = box.elements.q;
  const list = document.getElementById('_search-options');
  let turn = 0;
  let current = -1;

  const close = () => {
    turn++;
    current = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };

  const choose = (at) => {
    const options = [...list.children];
    current = (at + options.length + 1) % (options.length + 1);
    options.forEach((option, own) => option.setAttribute('aria-selected', String(own === current)));
    if (options[current]) input.setAttribute('aria-activedescendant', options[current].id);
    else input.removeAttribute('aria-activedescendant');
  };

  const suggest = async () => {
    const own = ++turn;
    if (input.value.trim().length < 2) return close();
    const engine = await search();
    const found = await engine.find(input.value, { typing: true });
    const records = await Promise.all(found.ids.slice(0, 6).map((id) => engine.record(id)));
    if (own !== turn) return undefined;
    const options = records.map((record, at) => {
      const link = made('a', '', nameOf(record));
      link.href = record.url;
      link.tabIndex = -1;
      const option = made('li', '', link, ' ', made('span', 'row-kind', record.date ? people(record.date) : capital(record.kind)));
      option.id = `_search-option-${at}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      return option;
    });
    list.replaceChildren(...options);
    current = -1;
    list.hidden = options.length === 0;
    input.setAttribute('aria-expanded', String(options.length > 0));
    return undefined;
  };

  const hush = () => suggest().catch(close);

  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');
  input.addEventListener('input', hush);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(event.key === 'ArrowDown' ? current + 1 : current < 0 ? list.children.length - 1 : current - 1 < 0 ? list.children.length : current - 1);
    } else if (event.key === 'Enter' && list.children[current]) {
      event.preventDefault();
      location.href = list.children[current].querySelector('a').href;
    } else if (event.key === 'Escape') {
      if (list.hidden) input.blur();
      else event.preventDefault();
      close();
    }
  });
  box.addEventListener('focusout', ({ relatedTarget }) => box.contains(relatedTarget) || close());
  if (document.activeElement === input && input.value) hush();
};

page();
boxed();
