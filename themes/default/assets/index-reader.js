// Reads the search index: docs/search-format.md says what is in it. Pages are read as text, never as HTML.

const STOP = new Set(
  'a an and are as at be been by for from has have in is it its of on or that the their this to was were which with s t'.split(' '),
);
const SPAN = /[\p{Alphabetic}\p{N}]+(?:[._\-:/][\p{Alphabetic}\p{N}]+)*/gu;
const JOINT = /[._\-:/]/;
const FILTERS = ['committee', 'outcome', 'kind', 'standard', 'classification'];
const LEAVES = 3;
const FIRST = 20;

/** The files are of another build, or broken. */
export class Outdated extends Error {}

export const plain = (text) => {
  const bare = (marked) => marked.replace(/[\p{M}'’]/gu, '');
  return bare(Array.from(bare(text.normalize('NFKD')), (letter) => letter.toLowerCase()).join(''));
};

const compound = (span) => (JOINT.test(span) && /\p{N}/u.test(span) ? span.replace(/^v(?=\p{N})/u, '') : undefined);

/** The words of a text, compounds before their words. */
export const wordsOfText = (text) =>
  (plain(text).match(SPAN) ?? []).flatMap((span) => [
    ...(compound(span) ? [compound(span)] : []),
    ...span.split(JOINT).filter((word) => !STOP.has(word)),
  ]);

/** The words of a query, in order. */
export const wordsOfQuery = (text) => {
  const words = (plain(text).match(SPAN) ?? []).flatMap((span) => compound(span) ?? span.split(JOINT));
  const telling = words.filter((word) => !STOP.has(word));
  return telling.length > 0 ? telling : words;
};

/** What the words of a title have in common with a query that is that title. */
const checkOf = (words) => {
  const bytes = new TextEncoder().encode(words.join(' '));
  const digest = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  return ((digest ^ (digest >>> 12) ^ (digest >>> 24)) & 0xfff).toString(16).padStart(3, '0');
};

const simpleWords = (text) => plain(text).match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];

// Days

const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const daysOf = (...date) => Date.UTC(...date) / 86400000;

/** The first and last day of "2019", "2019-06" or "2019-06-26", in days since 1970. */
const period = (text) => {
  const [, year, month, day] = DAY.exec(text)?.map(Number) ?? [];
  if (year === undefined) return undefined;
  if (day) return [daysOf(year, month - 1, day), daysOf(year, month - 1, day)];
  if (month) return [daysOf(year, month - 1, 1), daysOf(year, month, 0)];
  return [daysOf(year, 0, 1), daysOf(year, 11, 31)];
};

/** What a query asks. */
export const parse = (text) => {
  const asked = { words: [], without: [], phrases: [], filters: {}, from: undefined, until: undefined };
  for (const [, minus, phrase, bare] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/gu)) {
    const [, name, value] = /^(\w+):(.+)$/u.exec(bare ?? '') ?? [];
    const days = ['in', 'after', 'before'].includes(name) && period(value);
    if (days && !minus) {
      if (name !== 'before') asked.from = Math.max(asked.from ?? -Infinity, days[0]);
      if (name !== 'after') asked.until = Math.min(asked.until ?? Infinity, days[1]);
    } else if (FILTERS.includes(name) && !minus) {
      (asked.filters[name] ??= []).push(value.toLowerCase());
    } else if (minus) {
      asked.without.push(...wordsOfQuery(phrase ?? bare));
    } else if (phrase !== undefined) {
      asked.phrases.push(simpleWords(phrase));
      asked.words.push(...wordsOfQuery(phrase).filter((word) => !STOP.has(word)));
    } else {
      asked.words.push(...wordsOfQuery(bare));
    }
  }
  asked.phrases = asked.phrases.filter((phrase) => phrase.length > 1);
  if (asked.words.some((word) => !STOP.has(word))) asked.words = asked.words.filter((word) => !STOP.has(word));
  return asked;
};

/** How many edits lead from one word to the other; more than `most` is Infinity. */
export const edits = (one, other, most) => {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length] > most ? Infinity : row[b.length];
};

// Bytes

class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  get isEnd() {
    return this.at >= this.bytes.length;
  }
  number() {
    let [number, shift] = [0, 1];
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Outdated('a file ends early');
      number += (byte & 0x7f) * shift;
      if (byte < 0x80) return number;
      shift *= 0x80;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  digest() {
    return Array.from(this.take(6), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

const entriesOf = (bytes) => {
  const [reader, decoder, entries] = [new Bytes(bytes), new TextDecoder(), []];
  let key = new Uint8Array();
  while (!reader.isEnd) {
    const shared = reader.number();
    const own = reader.take(reader.number());
    const next = new Uint8Array(shared + own.length);
    next.set(key.subarray(0, shared));
    next.set(own, shared);
    key = next;
    entries.push([decoder.decode(key), reader.take(reader.number())]);
  }
  return entries;
};

/** Ids and impacts of one list or block. */
const postingsOf = (reader, hasImpacts) => {
  const count = reader.number();
  const ids = new Uint32Array(count);
  for (let at = 0, id = 0; at < count; at++) ids[at] = id += reader.number();
  const packed = hasImpacts ? reader.take((count + 1) >> 1) : [];
  return { ids, impact: (at) => (hasImpacts ? (packed[at >> 1] >> ((at & 1) * 4)) & 15 : 0) };
};

const lastNotAbove = (list, key) => Math.max(0, list.findLastIndex(([first]) => first <= key));

/** Records with their scores, by id. */
class Hits {
  constructor(ids, scores) {
    this.ids = ids;
    this.scores = scores;
  }
  static all(from, until) {
    const ids = Uint32Array.from({ length: Math.max(0, until - from) }, (_, at) => from + at);
    return new Hits(ids, new Float64Array(ids.length));
  }
  /** Those that `keep` keeps, given the place of each and of its id in the other list, or -1. */
  merged(other, keep) {
    const [ids, scores] = [[], []];
    let there = 0;
    for (let here = 0; here < this.ids.length; here++) {
      while (there < other.ids.length && other.ids[there] < this.ids[here]) there++;
      const isIn = other.ids[there] === this.ids[here];
      if (!keep(isIn)) continue;
      ids.push(this.ids[here]);
      scores.push(this.scores[here] + (isIn ? (other.scores?.[there] ?? 0) : 0));
    }
    return new Hits(ids, scores);
  }
}

class Search {
  constructor(base, index) {
    this.base = base;
    this.index = index;
    this.root = new URL('../', base);
    this.files = new Map();
  }

  once(key, make) {
    if (!this.files.has(key)) this.files.set(key, make());
    return this.files.get(key);
  }

  file(name) {
    return this.once(name, async () => {
      try {
        const response = await fetch(new URL(`${name}.bin`, this.base));
        if (!response.ok) throw new Outdated(name);
        const stream = response.body.pipeThrough(new DecompressionStream('deflate'));
        return new Uint8Array(await new Response(stream).arrayBuffer());
      } catch (error) {
        throw error instanceof Outdated ? error : new Outdated(name, { cause: error });
      }
    });
  }

  entries(name) {
    return this.once(`${name}:`, async () => entriesOf(await this.file(name)));
  }

  /** The leaves from that of a key on. */
  async *leaves(key) {
    const { nodes } = this.index;
    for (let node = lastNotAbove(nodes, key), isFirst = true; node < nodes.length; node++, isFirst = false) {
      const leaves = await this.entries(nodes[node][1]);
      for (let leaf = isFirst ? lastNotAbove(leaves, key) : 0; leaf < leaves.length; leaf++) {
        yield await this.entries(new Bytes(leaves[leaf][1]).digest());
      }
    }
  }

  async value(key) {
    for await (const leaf of this.leaves(key)) return leaf.find(([own]) => own === key)?.[1];
    return undefined;
  }

  /** The entries whose keys begin so, of so many leaves at most. */
  async scan(prefix, most = Infinity) {
    const found = [];
    let count = 0;
    for await (const leaf of this.leaves(prefix)) {
      found.push(...leaf.filter(([key]) => key.startsWith(prefix)));
      const isOver = leaf.at(-1)[0] > prefix && !leaf.at(-1)[0].startsWith(prefix);
      if (isOver || ++count === most) break;
    }
    return found;
  }

  /** How many records a list has, and its blocks. */
  async list(value) {
    if (value?.[0] === 1) value = await this.value(`w${new TextDecoder().decode(value.subarray(1))}`);
    if (!value) return undefined;
    const [kind, reader] = [value[0], new Bytes(value.subarray(1))];
    const hasImpacts = kind === 0 || kind === 2;
    const count = reader.number();
    if (kind === 0 || kind === 3) {
      reader.at = 0;
      const whole = postingsOf(reader, hasImpacts);
      return { count, blocks: [{ first: whole.ids[0], last: whole.ids[count - 1], read: async () => whole }] };
    }
    let first = 0;
    const blocks = Array.from({ length: reader.number() }, () => {
      first += reader.number();
      reader.number();
      const name = reader.digest();
      return { first, read: async () => postingsOf(new Bytes(await this.file(name)), hasImpacts) };
    });
    blocks.forEach((block, at) => (block.last = (blocks[at + 1]?.first ?? this.index.records) - 1));
    return { count, blocks };
  }

  /** The records of a list that could be among others, with what they score. */
  async hits(list, ids, weight = 1) {
    const rarity = Math.log(1 + (this.index.records - list.count + 0.5) / (list.count + 0.5));
    const isNeeded = ({ first, last }) => {
      const at = lowest(ids, first);
      return at < ids.length && ids[at] <= last;
    };
    const parts = await Promise.all(list.blocks.filter(isNeeded).map((block) => block.read()));
    const [found, scores] = [[], []];
    for (const { ids: own, impact } of parts) {
      own.forEach((id, at) => {
        found.push(id);
        scores.push(rarity * (impact(at) + 1) * weight);
      });
    }
    return new Hits(found, scores);
  }

  word(word) {
    return this.once(`word ${word}`, async () => this.list(await this.value(`w${word}`)));
  }

  /** The lists of every word that begins so. */
  async beginning(word) {
    if ([...word].length < 3) return [];
    const found = await this.scan(`w${word}`, LEAVES);
    const homes = found.map(([key, value]) => (value[0] === 1 ? new TextDecoder().decode(value.subarray(1)) : key.slice(1)));
    return Promise.all([...new Set(homes)].map((home) => this.word(home)));
  }

  /** The nearest word that some record has. */
  async nearest(word) {
    const letters = [...word];
    if (letters.length < 3 || /\p{N}/u.test(word)) return undefined;
    const most = letters.length >= 8 ? 2 : 1;
    let best;
    for (const [family, letter] of [['f', letters[0]], ['l', letters.at(-1)]]) {
      for (let length = letters.length - most; length <= letters.length + most; length++) {
        const prefix = `s${String(Math.min(length, 99)).padStart(2, '0')}${family}${letter}`;
        for (const [key, value] of await this.scan(prefix)) {
          const form = key.slice(prefix.length);
          const found = { form, distance: edits(word, form, most), count: new Bytes(value).number() };
          const order = best && (found.distance - best.distance || best.count - found.count || (form < best.form ? -1 : 1));
          if (found.distance <= most && (!best || order < 0)) best = found;
        }
      }
      if (best?.distance === 1) break;
    }
    return best?.form;
  }

  async dates() {
    return this.once('dates', async () => {
      const [reader, days, ids] = [new Bytes(await this.file(this.index.dates)), [], []];
      for (let day = 0, id = 0; !reader.isEnd; ) {
        days.push((day += reader.number()));
        ids.push((id += reader.number()));
      }
      return { days, ids };
    });
  }

  /** The ids of a range of days. */
  async range(from, until) {
    const { records, undated } = this.index;
    if (from === undefined && until === undefined) return [0, records];
    const { days, ids } = await this.dates();
    const firstFrom = (day) => ids[lowest(days, day)] ?? records;
    return [Math.max(undated, firstFrom(from ?? -Infinity)), until === undefined ? records : firstFrom(until + 1)];
  }

  /**
   * Finds records. `typing`: the last word may go on. `sort`: "date" or "relevance". `asTyped`: no word is replaced.
   * Gives the ids in order, the words that were looked for, and those that were put in the place of others.
   */
  async find(text, { typing = false, sort = 'relevance', asTyped = false } = {}) {
    const asked = parse(text);
    const replaced = [];
    const isOpen = typing && /[\p{Alphabetic}\p{N}]$/u.test(text);
    const lists = await Promise.all(
      [...new Set(asked.words)].map(async (word) => {
        const isLast = isOpen && word === asked.words.at(-1);
        const exact = await this.word(word);
        const others = isLast ? await this.beginning(word) : [];
        if (exact || others.some(Boolean)) return { exact, others: others.filter((other) => other !== exact) };
        const parts = word.split(JOINT);
        if (parts.length > 1) return { all: await Promise.all(parts.map((part) => this.word(part))) };
        const begun = await this.beginning(word);
        const used = asTyped || isLast ? undefined : await this.nearest(word);
        if (used) replaced.push([word, used]);
        if (used) return { exact: await this.word(used), others: [] };
        return { exact: undefined, others: begun };
      }),
    );
    const flat = lists.flatMap((list) => (list.all ? list.all.map((exact) => ({ exact, others: [] })) : [list]));
    const size = ({ exact, others }) => [exact, ...others].reduce((sum, list) => sum + (list?.count ?? 0), 0);
    flat.sort((one, other) => size(one) - size(other));
    const [from, until] = await this.range(asked.from, asked.until);
    const isEmpty = flat.length + asked.without.length === 0 && Object.keys(asked.filters).length === 0 && asked.from === undefined && asked.until === undefined;
    let hits = Hits.all(from, isEmpty ? from : until);
    for (const { exact, others } of flat) hits = await this.narrowed(hits, [[exact, 1.5], ...others.map((list) => [list, 1])]);
    for (const [name, values] of Object.entries(asked.filters)) {
      const own = await Promise.all(values.map((value) => this.filter(name, value)));
      hits = await this.narrowed(hits, own.map((list) => [list, 0]));
    }
    for (const word of asked.without) {
      const list = await this.word(word);
      if (list) hits = hits.merged(await this.hits(list, hits.ids), (isIn) => !isIn);
    }
    let ids = order(hits, sort);
    if (sort === 'relevance' && asked.words.length > 0) ids = await this.titledFirst(ids, nearTop(hits), checkOf(asked.words));
    for (const phrase of asked.phrases) ids = await this.saying(ids, phrase);
    const words = asked.words.map((word) => replaced.find(([typed]) => typed === word)?.[1] ?? word);
    return { ids, total: ids.length, words, replaced, isEmpty };
  }

  /** Of the first records, those that are called so come before the others, and pages before their parts. */
  async titledFirst(ids, near, check) {
    const records = await Promise.all(ids.slice(0, near).map(async (id) => [id, await this.record(id)]));
    const isCalled = ({ check: own }) => own.match(/.{3}/g)?.includes(check);
    const rank = (record) => (!isCalled(record) ? 2 : record.anchor ? 1 : 0);
    records.sort(([, one], [, other]) => rank(one) - rank(other));
    return [...records.map(([id]) => id), ...ids.slice(near)];
  }

  filter(name, value) {
    return this.once(`filter ${name}:${value}`, async () => this.list(await this.value(`f${name}:${value}`)));
  }

  /** Those that are in one of the lists. */
  async narrowed(hits, lists) {
    const best = new Map();
    for (const [list, weight] of lists.filter(([list]) => list)) {
      const found = await this.hits(list, hits.ids, weight);
      found.ids.forEach((id, at) => best.set(id, Math.max(best.get(id) ?? 0, found.scores[at])));
    }
    const ids = [...best.keys()].sort((one, other) => one - other);
    return hits.merged({ ids, scores: ids.map((id) => best.get(id)) }, (isIn) => isIn);
  }

  /** Those whose page says a phrase. */
  async saying(ids, phrase) {
    const says = async (id) => {
      const words = simpleWords((await this.shown(id)).text);
      return words.some((_, start) => phrase.every((word, at) => words[start + at] === word));
    };
    const kept = [];
    for (let at = 0; at < ids.length; at += 8) {
      const some = ids.slice(at, at + 8);
      const said = await Promise.all(some.map(says));
      kept.push(...some.filter((_, own) => said[own]));
    }
    return kept;
  }

  block(number) {
    return this.once(`block ${number}`, async () => {
      const value = await this.value(`r${String(number).padStart(6, '0')}`);
      if (!value) throw new Outdated('a block of records is missing');
      const text = new TextDecoder().decode(await this.file(new Bytes(value).digest()));
      const records = [];
      let page;
      for (const line of text.split('\n').slice(0, -1)) {
        const fields = line.slice(1).split('\t');
        if (line[0] === '+') {
          const [kind, anchor, label, classification, outcomes, check] = fields;
          records.push({ ...page, kind, anchor, label, classification, check, outcomes: outcomes.split(',').filter(Boolean), page: page.label });
        } else {
          const [kind, path, label, committee, date, classification, outcomes, check] = fields;
          page = { kind, path, anchor: '', label, committee, date, classification, check, outcomes: outcomes.split(',').filter(Boolean), page: label };
          if (line[0] === '=') records.push(page);
        }
      }
      return records;
    });
  }

  /** What is known of a record without its page. */
  async record(id) {
    const { block } = this.index;
    const found = (await this.block(Math.floor(id / block)))[id % block];
    if (!found) throw new Outdated('a record is missing');
    return { ...found, url: `${new URL(found.path, this.root).pathname}${found.anchor && `#${found.anchor}`}` };
  }

  /** A page as it is served. */
  page(path) {
    return this.once(`page ${path}`, async () => {
      const response = await fetch(new URL(path, this.root));
      if (!response.ok) throw new Outdated(path);
      return response.text();
    });
  }

  /** A record's title and text, from its page. */
  async shown(id) {
    const record = await this.record(id);
    const next = id + 1 < this.index.records ? await this.record(id + 1) : undefined;
    const html = await this.page(record.path);
    const main = html.slice(html.indexOf('<main'), html.lastIndexOf('</main>'));
    const start = record.anchor ? main.indexOf(` id="${record.anchor}"`) : 0;
    if (start < 0) throw new Outdated(record.url);
    const end = next?.anchor && next.path === record.path ? main.indexOf(` id="${next.anchor}"`, start) : -1;
    const whole = main.slice(main.indexOf('>', start) + 1, end < 0 ? undefined : main.lastIndexOf('<', end));
    const part = whole.replaceAll(LISTS, ' ');
    const [, title, rest] = record.anchor ? /^(.*?)<\/(?:h[1-6]|dt)>(.*)$/su.exec(part) ?? [null, '', part] : [null, record.label, part];
    const body = record.anchor ? rest : rest.slice(Math.max(0, rest.indexOf('</header>')));
    return { title: textOf(title), text: `${textOf(title)} ${textOf(rest)}`.trim(), body: textOf(body), html };
  }

  /** How many of these records have each value of each filter. */
  async facets(ids) {
    const sorted = Uint32Array.from(ids).sort();
    const { committees, standards, outcomes, kinds } = this.index;
    const values = { committee: committees.map(([id]) => id), standard: standards.map(([id]) => id), outcome: outcomes, kind: kinds };
    const counted = async (name, value) => {
      const list = await this.filter(name, value);
      const hits = list && new Hits(sorted, []).merged(await this.hits(list, sorted), (isIn) => isIn);
      return [value, hits?.ids.length ?? 0];
    };
    const counts = Object.entries(values).map(async ([name, all]) => [
      name,
      Object.fromEntries(await Promise.all(all.map((value) => counted(name, value)))),
    ]);
    return Object.fromEntries(await Promise.all(counts));
  }
}

/** The place of the first number that is not below another. */
const lowest = (sorted, wanted) => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};

const order = ({ ids, scores }, sort) => {
  const places = Array.from(ids, (_, at) => at);
  const byDate = (one, other) => ids[other] - ids[one];
  places.sort(sort === 'date' ? byDate : (one, other) => scores[other] - scores[one] || byDate(one, other));
  return places.map((at) => ids[at]);
};

// What a page repeats of other records, or computes.
const LISTS = /<(section|nav|dl|p|blockquote)\b[^>]* data-pagefind-ignore.*?<\/\1>/gsu;
/** How many records score nearly as much as the best one: the one that is called as the query says is among them. */
const nearTop = ({ scores }) => {
  const best = Array.from(scores).reduce((one, other) => Math.max(one, other), 0);
  return Math.min(FIRST, scores.filter((score) => score >= best * 0.8).length);
};

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The words that a part of a page shows. Its text is escaped everywhere, so that every `<` begins a tag. */
export const textOf = (html) =>
  html
    .replaceAll(/<span class="badge[^>]*>(?:<span[^>]*>[^<]*<\/span>)?[^<]*<\/span>|<a class="permalink"[^>]*>#<\/a>|<form.*?<\/form>/gsu, ' ')
    .replaceAll(/<\/?(?:a|abbr|b|code|del|em|i|mark|q|small|span|strong|sub|sup|time|wbr)\b[^>]*>/gu, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/gu, (_, name) => ENTITIES[name])
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** Opens the index at an address that ends with `/search/`. */
export const open = async (base) => {
  const address = new URL(base, location.href);
  const response = await fetch(new URL('index.json', address), { cache: 'no-cache' });
  const index = response.ok ? await response.json() : {};
  if (index.format !== 1) throw new Outdated('index.json');
  return new Search(address, index);
};
