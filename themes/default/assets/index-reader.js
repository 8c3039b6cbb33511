// Reads the search index: docs/search-format.md says what is in it. Pages are read as text, never as HTML.

const STOP = new Set(
  `a about across after against all also although am an and any are as at be because been before being between both but
   by can could did do does during each every few for from had has have he her here hers him his how i if in into is it
   its me more most must my no nor not of off on once only or other our out over own per s same shall she should since so
   some such t than that the their them then there these they this those through to too towards under unless until up
   upon us very was we were what when where whereas whether which while who whom whose why will with within without would
   you your`.split(/\s+/u),
);
const SPAN = /[\p{Alphabetic}\p{N}]+(?:[._\-:/][\p{Alphabetic}\p{N}]+)*/gu;
const JOINT = /[._\-:/]/;
/** Bits of a place: a page is called so; it is a date. */
const [PAGE, DATE] = [256, 512];
const KINDS = { i: 'item', s: 'section', t: 'term' };
const FILTERS = ['committee', 'outcome', 'kind', 'standard', 'classification'];
/** How many leaves of words a beginning is looked for in. */
const LEAVES = 4;
/** Where the dictionary has so few nodes, all are read at once. */
const NODES = 16;
/** Of how few records all that is needed is asked for at once. */
const FEW = 200;
/** Bits of an address that are a place in a file. */
const PLACE = 15;
/** What a word in a text counts that is there once, twice, more often; a short text adds up to 3. */
const TIMES = [0, 0, 2, 3];
/** What a word in a name counts, less the words of the name; and what each counts where the query has all of them. */
const [NAME, COVERED] = [24, 40];

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

/** The FNV-1a digest of a text. */
const digest = (text) =>
  new TextEncoder().encode(text).reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, 0x811c9dc5);

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

/** Numbers of a part, one after the other. */
class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.bit = 0;
  }
  number() {
    let [number, unit] = [0, 1];
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Outdated('a part ends early');
      number += (byte & 0x7f) * unit;
      if (byte < 0x80) return number;
      unit *= 0x80;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  text(length = this.bytes.length - this.at) {
    return new TextDecoder().decode(this.take(length));
  }
  bits(width) {
    let number = 0;
    while (width > 0) {
      const taken = Math.min(width, 8 - this.bit);
      number = (number << taken) | ((this.bytes[this.at] >> (8 - this.bit - taken)) & ((1 << taken) - 1));
      width -= taken;
      this.bit += taken;
      if (this.bit === 8) [this.at, this.bit] = [this.at + 1, 0];
    }
    return number;
  }
  ones() {
    for (let count = 0; ; ) {
      const rest = (this.bytes[this.at] << this.bit) & 0xff;
      const run = Math.clz32(~(rest << 24));
      if (run < 8 - this.bit) {
        this.bits(run + 1);
        return count + run;
      }
      count += 8 - this.bit;
      [this.at, this.bit] = [this.at + 1, 0];
      if (this.at >= this.bytes.length) throw new Outdated('a part ends early');
    }
  }
  whole() {
    if (this.bit > 0) [this.at, this.bit] = [this.at + 1, 0];
  }
  /** Numbers that rise by `least` or more. */
  rising(least = 1) {
    const numbers = new Uint32Array(this.number());
    if (numbers.length > 0) numbers[0] = this.number();
    if (numbers.length < 2) return numbers;
    const width = this.bytes[this.at++];
    for (let at = 1; at < numbers.length; at++) numbers[at] = numbers[at - 1] + least + this.ones() * 2 ** width + this.bits(width);
    this.whole();
    return numbers;
  }
  fixed(count, width) {
    const numbers = Uint8Array.from({ length: count }, () => this.bits(width));
    this.whole();
    return numbers;
  }
}

const entriesOf = (bytes) => {
  const [reader, decoder, entries] = [new Bytes(bytes), new TextDecoder(), []];
  let key = new Uint8Array();
  while (reader.at < bytes.length) {
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

/** The records of names, and where in them the word stands. */
const namesOf = (reader) => {
  const ids = reader.rising(0);
  if (ids.length === 0) return { ids };
  const all = Array.from({ length: reader.number() }, () => reader.number());
  const numbers = reader.fixed(ids.length, all.length > 1 ? 32 - Math.clz32(all.length - 1) : 0);
  return { ids, places: Uint16Array.from(numbers, (at) => all[at]) };
};

/** The records whose texts have a word, how often, and, where the word is rare, how short they are. */
const textsOf = (reader, isRare) => {
  const ids = reader.rising();
  const times = new Uint8Array(ids.length).fill(1);
  const twice = reader.rising();
  for (const at of twice) times[at] = 2;
  for (const at of reader.rising()) times[twice[at]] = 3;
  return { ids, times, short: isRare ? reader.fixed(ids.length, 2).map((long) => 3 - long) : undefined };
};

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

const lastNotAbove = (keys, key) => Math.max(0, keys.findLastIndex((first) => first <= key));

/** How the keys of spellings begin, of words of about this length. */
const spellings = (length, most, first) =>
  Array.from({ length: 2 * most + 1 }, (_, at) => `s${String(Math.min(length - most + at, 99)).padStart(2, '0')}${first}`);

/** Tells the places of every number that both lists have. */
const meet = (some, others, tell) => {
  for (let here = 0, there = 0; here < some.length && there < others.length; ) {
    if (some[here] < others[there]) here++;
    else if (some[here] > others[there]) there++;
    else tell(here, there++);
  }
};

const unionOf = (lists) => {
  if (lists.length === 1) return lists[0].filter((id, at, ids) => at === 0 || id !== ids[at - 1]);
  const all = new Uint32Array(lists.reduce((sum, ids) => sum + ids.length, 0));
  let end = 0;
  for (const ids of lists) {
    all.set(ids, end);
    end += ids.length;
  }
  return all.sort().filter((id, at, ids) => at === 0 || id !== ids[at - 1]);
};

const COUNTS = ['points', 'named', 'exact', 'texts', 'short'];

/** Records by id, with what the words say of each: points, in how many names and texts, and how short it is. */
class Hits {
  constructor(ids) {
    this.ids = ids;
    for (const name of COUNTS) this[name] = new Uint16Array(ids.length);
    /** For names of each length: which of their words were asked for; and how far off in the query all of them could be. */
    this.asked = new Uint8Array(ids.length * 8);
    this.offsets = new Uint16Array(ids.length * 8).fill(0xffff);
  }
  kept(isKept) {
    const places = Uint32Array.from(this.ids, (_, at) => at).filter(isKept);
    const kept = new Hits(places.map((at) => this.ids[at]));
    for (const name of COUNTS) places.forEach((at, own) => (kept[name][own] = this[name][at]));
    for (const name of ['asked', 'offsets']) places.forEach((at, own) => kept[name].set(this[name].subarray(at * 8, at * 8 + 8), own * 8));
    return kept;
  }
  /** Those in one of some lists of ids, or in none. */
  in(lists, isIn = true) {
    const found = new Uint8Array(this.ids.length);
    for (const { ids } of lists) meet(this.ids, ids, (here) => (found[here] = 1));
    return this.kept((at) => Boolean(found[at]) === isIn);
  }
  /** Those that have a word. */
  having(names, texts) {
    const [levels, exact, times] = [new Uint8Array(this.ids.length), new Uint8Array(this.ids.length), new Uint8Array(this.ids.length)];
    for (const { ids, places, wanted, less } of names) {
      meet(this.ids, ids, (here, there) => {
        const [many, place] = [(places[there] >> 5) & 7, (places[there] >> 2) & 7];
        const isWanted = wanted.includes(places[there] & 255);
        if (isWanted) exact[here] |= 1 << place;
        if (places[there] < DATE) {
          this.asked[here * 8 + many] |= 1 << place;
          this.offsets[here * 8 + many] &= wanted.reduce((all, own) => all | (1 << (((own >> 2) & 7) - place + 7)), 0);
        }
        const level = NAME - less - many + (isWanted && places[there] & PAGE ? 1 : 0);
        levels[here] = Math.max(levels[here], level);
      });
    }
    for (const { ids, times: own, short } of texts) {
      meet(this.ids, ids, (here, there) => {
        times[here] = Math.max(times[here], own[there]);
        if (short) this.short[here] = short[there] + 1;
      });
    }
    for (let at = 0; at < levels.length; at++) {
      this.points[at] += levels[at] || TIMES[times[at]];
      if (levels[at]) this.named[at]++;
      else this.texts[at]++;
      this.exact[at] |= exact[at];
    }
    return this.kept((at) => levels[at] || times[at]);
  }
  /** Best first: what is called just so, what has all words in its name, the rest; of equals the newest. */
  order(words, groups, sort) {
    const all = words.reduce((places, _, at) => places | (1 << Math.min(at, 7)), 0);
    const { ids, points, named, exact, texts, short } = this;
    const bonus = (at) => (exact[at] === all ? 4000 : named[at] === groups ? 2000 : 0);
    const covered = (at) => {
      let many = 7;
      while (many >= 0 && this.asked[at * 8 + many] !== 2 ** (many + 1) - 1) many--;
      return many < 0 ? 0 : (many + 1) * COVERED + (this.offsets[at * 8 + many] ? 2 * COVERED : 0);
    };
    const scores = Float64Array.from(ids, (_, at) => bonus(at) + points[at] + texts[at] * (short[at] ? short[at] - 1 : 1) + covered(at));
    const places = Array.from(ids, (_, at) => at);
    if (sort === 'date' || groups === 0) return Array.from(ids).reverse();
    return places.sort((one, other) => scores[other] - scores[one] || other - one).map((at) => ids[at]);
  }
}

class Search {
  constructor(base, index) {
    this.base = new URL(`${index.folder}/`, base);
    this.index = index;
    this.root = new URL('../', base);
    this.known = new Map();
    this.whole = new Map();
  }

  once(key, make) {
    if (!this.known.has(key)) this.known.set(key, make());
    return this.known.get(key);
  }

  /** A part of a file; the whole file, where the server gives only that. */
  async bytes(from, end) {
    const [number, start] = [from >>> PLACE, from % 2 ** PLACE];
    const stop = end >>> PLACE === number ? end % 2 ** PLACE : undefined;
    if (this.whole.has(number)) return (await this.whole.get(number)).slice(start, stop);
    // Each part has an address of its own: a browser's cache lets only one request at a time ask for the same one.
    const range = `${start}-${stop ? stop - 1 : ''}`;
    const response = await fetch(new URL(`${number}.bin?${range}`, this.base), { headers: { Range: `bytes=${range}` } });
    if (!response.ok) throw new Outdated(`${number}.bin`);
    if (response.status === 206) return response.arrayBuffer();
    this.whole.set(number, response.arrayBuffer());
    return (await this.whole.get(number)).slice(start, stop);
  }

  /** Some parts of those at addresses that follow each other; neighbours in a file come together. */
  parts(addresses, wanted) {
    const missing = wanted.filter((at) => !this.known.has(addresses[at]));
    for (let first = 0, last = 0; first < missing.length; first = ++last) {
      const start = addresses[missing[first]];
      while (missing[last + 1] === missing[last] + 1 && addresses[missing[last + 1]] >>> PLACE === start >>> PLACE) last++;
      const run = missing.slice(first, last + 1);
      const whole = this.bytes(start, addresses[run.at(-1) + 1]);
      for (const at of run) {
        const end = at === run.at(-1) ? undefined : addresses[at + 1] - start;
        this.known.set(addresses[at], this.inflated(whole.then((bytes) => bytes.slice(addresses[at] - start, end))));
      }
    }
    return Promise.all(wanted.map((at) => this.known.get(addresses[at])));
  }

  async inflated(bytes) {
    try {
      const stream = new Blob([await bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch (error) {
      throw error instanceof Outdated ? error : new Outdated('a part cannot be read', { cause: error });
    }
  }

  async part(addresses, at = 0) {
    return (await this.parts(addresses, [at]))[0];
  }

  node(at) {
    return this.once(`node ${at}`, async () => {
      const reader = new Bytes(await this.part(this.index.nodes, at));
      return { addresses: reader.rising(), keys: reader.text().split('\n') };
    });
  }

  leaf({ addresses }, at) {
    return this.once(`leaf ${addresses[at]}`, async () => entriesOf(await this.part(addresses, at)));
  }

  async value(key) {
    const node = await this.node(lastNotAbove(this.index.keys, key));
    const leaf = await this.leaf(node, lastNotAbove(node.keys, key));
    return leaf.find(([own]) => own === key)?.[1];
  }

  /** The entries whose keys begin so, of so many leaves of a node at most; all of them are asked for at once. */
  async scan(prefix, most = Infinity) {
    const among = (keys) => {
      const [first, last] = [lastNotAbove(keys, prefix), lastNotAbove(keys, `${prefix}\uffff`)];
      return Array.from({ length: last - first + 1 }, (_, at) => first + at);
    };
    const nodes = await Promise.all(among(this.index.keys).map((number) => this.node(number)));
    const leaves = nodes.map(async (node) => {
      const wanted = among(node.keys).slice(0, most);
      await this.parts(node.addresses, wanted);
      return Promise.all(wanted.map((at) => this.leaf(node, at)));
    });
    return (await Promise.all(leaves)).flat(2).filter(([key]) => key.startsWith(prefix));
  }

  /** A list that comes next: how much is in it, and its blocks. */
  list(reader, read) {
    const count = reader.number();
    if (count === 0) {
      const whole = read(reader);
      return { count: whole.ids.length, whole };
    }
    const [firsts, addresses] = [reader.rising(), reader.rising()];
    return { count, firsts, addresses, read: (bytes) => read(new Bytes(bytes), count) };
  }

  /** The blocks of a list that could have some of these ids; all of them, where there are no ids yet. */
  async needed({ whole, firsts, addresses, read }, ids) {
    if (whole) return [whole];
    const isNeeded = (first, at) => !ids || ids[lowest(ids, first)] < (firsts[at + 1] ?? Infinity);
    const wanted = Array.from(firsts, (_, at) => at).filter((at) => isNeeded(firsts[at], at));
    const parts = await this.parts(addresses, wanted);
    return Promise.all(wanted.map((at, own) => this.once(`block ${addresses[at]}`, async () => read(parts[own]))));
  }

  /** The names and texts that have a word. */
  word(word) {
    return this.once(`word ${word}`, async () => {
      const value = await this.value(`w${word}`);
      if (!value) return undefined;
      const reader = new Bytes(value);
      if (reader.number() === 0) return this.word(reader.text());
      const texts = (own, count) => textsOf(own, count * 25 <= this.index.records);
      const names = this.list(reader, namesOf);
      return { names, texts: this.list(reader, (own, count) => texts(own, count ?? new Bytes(own.bytes.subarray(own.at)).number())) };
    });
  }

  /** The words that begin so. */
  async beginning(word) {
    if ([...word].length < 3) return [];
    const found = await this.scan(`w${word}`, LEAVES);
    const homes = found.map(([key, value]) => (value[0] === 0 ? new TextDecoder().decode(value.subarray(1)) : key.slice(1)));
    return Promise.all([...new Set(homes)].map((home) => this.word(home)));
  }

  /** The nearest word that some record has: fewest edits, the same first letter, most records, order. */
  async nearest(word) {
    const letters = [...word];
    if (letters.length < 3 || /\p{N}/u.test(word)) return undefined;
    const most = letters.length >= 8 ? 2 : 1;
    const among = async (first) => {
      const lists = await Promise.all(spellings(letters.length, most, first).map((prefix) => this.scan(prefix)));
      const all = lists.flat().map(([key, value]) => ({ form: key.slice(3), value }));
      const near = all.map((one) => ({ ...one, distance: edits(word, one.form, most) })).filter(({ distance }) => distance <= most);
      return near.map((one) => ({ ...one, count: new Bytes(one.value).number(), isSame: one.form.startsWith(letters[0]) }));
    };
    const best = (found) =>
      found.sort((one, other) => one.distance - other.distance || other.isSame - one.isSame || other.count - one.count || (one.form < other.form ? -1 : 1))[0];
    const same = best(await among(letters[0]));
    return (same?.distance === 1 ? same : best(await among('')))?.form;
  }

  async dates() {
    return this.once('dates', async () => {
      const reader = new Bytes(await this.part(this.index.dates));
      return { days: reader.rising(), ids: reader.rising() };
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

  /** What is looked for in the place of a word: a group for each word that a record must have. */
  async groups(word, isOpen, asTyped) {
    // Where those stand that the word may be a slip of: a journey less, if it is one.
    for (const prefix of asTyped || isOpen ? [] : spellings(word.length, 1, word[0])) this.node(lastNotAbove(this.index.keys, prefix)).catch(() => {});
    const exact = await this.word(word);
    const others = isOpen ? (await this.beginning(word)).filter((other) => other !== exact) : [];
    if (exact || others.length > 0) return { groups: [{ word, exact, others }] };
    const parts = word.split(JOINT).filter((part) => !STOP.has(part));
    if (JOINT.test(word)) return { groups: await Promise.all(parts.map(async (part) => ({ exact: await this.word(part), others: [] }))) };
    // A word that is not finished may become one that is not looked for.
    if (isOpen && [...STOP].some((stop) => stop.startsWith(word))) return { groups: [] };
    const used = asTyped || isOpen ? undefined : await this.nearest(word);
    if (used) return { groups: [{ word: used, exact: await this.word(used), others: [] }], used };
    const stop = !asTyped && word.length > 3 && [...STOP].find((one) => edits(word, one, 1) === 1);
    if (stop) return { groups: [], used: stop };
    return { groups: [{ exact: undefined, others: asTyped ? [] : await this.beginning(word) }] };
  }

  /** What the lists of a group say of some records, or of all; of long lists of texts only those of the word itself, where `isShort`. */
  async lists({ exact, others, wanted }, ids, isOfNames, isShort) {
    const all = [[exact, wanted, 0], ...others.map((other) => [other, [], 4])].filter(([own]) => own);
    const read = async (kind) => {
      const some = all.filter(([own]) => kind === 'names' || !isShort || own === exact || own.texts.whole);
      const found = some.map(async ([own, place, less]) => (await this.needed(own[kind], ids)).map((block) => ({ ...block, wanted: place, less })));
      return (await Promise.all(found)).flat();
    };
    return Promise.all([read('names'), isOfNames ? [] : read('texts')]);
  }

  /** Those of some records, or of a range, that have a word of a group. */
  async narrowed(hits, group, [from, until], isOfNames) {
    const narrowed = async (isShort) => {
      const [names, texts] = await this.lists(group, hits?.ids, isOfNames, isShort);
      const all = hits ?? new Hits(unionOf([...names, ...texts].map((block) => block.ids)).filter((id) => from <= id && id < until));
      return all.having(names, texts);
    };
    // Long lists of words that only begin so are read where nothing else is found.
    const first = await narrowed(group.others.length > 0);
    return first.ids.length > 0 || group.others.length === 0 ? first : narrowed(false);
  }

  /**
   * Finds records. `typing`: the last word may go on. `sort`: "date" or "relevance". `asTyped`: no word is replaced.
   * `early` is told the first ids as soon as they are sure, before the others are counted.
   * Gives the ids in order, the words that were looked for, and those that were put in the place of others.
   */
  async find(text, { typing = false, sort = 'relevance', asTyped = false, early } = {}) {
    const asked = parse(text);
    const isOpen = typing && /[\p{Alphabetic}\p{N}]$/u.test(text);
    const distinct = [...new Set(asked.words)];
    const read = await Promise.all(distinct.map((word) => this.groups(word, isOpen && word === asked.words.at(-1), asTyped)));
    const used = (word) => read[distinct.indexOf(word)].used ?? word;
    const words = asked.words.map(used);
    const size = ({ exact, others }) => [exact, ...others].reduce((sum, own) => sum + (own ? own.names.count + own.texts.count : 0), 0);
    const place = (word, at) => (Math.min(words.length, 8) - 1) * 32 + Math.min(at, 7) * 4 + (digest(word) & 3);
    const wanted = (own) => words.flatMap((word, at) => (word === own ? [place(word, at)] : []));
    const groups = read.flatMap((one) => one.groups).map((group) => ({ ...group, wanted: wanted(group.word) }));
    groups.sort((one, other) => size(one) - size(other));
    const range = await this.range(asked.from, asked.until);
    const isEmpty = groups.length + asked.without.length === 0 && Object.keys(asked.filters).length === 0 && asked.from === undefined && asked.until === undefined;
    const found = async (isOfNames) => {
      let hits = isEmpty ? new Hits(new Uint32Array()) : undefined;
      for (const [at, group] of groups.entries()) {
        // Of few records, all the rest is asked for meanwhile; of many, what comes next, unless that can wait for fewer.
        const isFew = hits && hits.ids.length < FEW;
        const isHere = [group.exact, ...group.others].every((own) => !own || (own.names.whole && (isOfNames || own.texts.whole)));
        const rest = isFew ? groups.slice(at + 1) : isHere ? [] : groups.slice(at + 1, at + 2);
        for (const next of rest) this.lists(next, hits?.ids, isOfNames, next.others.length > 0).catch(() => {});
        hits = await this.narrowed(hits, group, range, isOfNames);
      }
      hits ??= new Hits(Uint32Array.from({ length: Math.max(0, range[1] - range[0]) }, (_, at) => range[0] + at));
      for (const [name, values] of Object.entries(asked.filters)) {
        const lists = (await Promise.all(values.map((value) => this.filter(name, value)))).filter(Boolean);
        hits = hits.in((await Promise.all(lists.map((list) => this.needed(list, hits.ids)))).flat());
      }
      for (const word of asked.without) {
        const own = await this.word(word);
        if (own) hits = hits.in([...(await this.needed(own.names, hits.ids)), ...(await this.needed(own.texts, hits.ids))], false);
      }
      return hits.order(words, groups.length, sort);
    };
    if (early && sort === 'relevance' && groups.length > 0 && asked.phrases.length === 0) {
      const first = await found(true);
      if (first.length > 0) early({ ids: first, words });
    }
    let ids = await found(false);
    for (const phrase of asked.phrases) ids = await this.saying(ids, phrase);
    const replaced = distinct.filter((word) => used(word) !== word).map((word) => [word, used(word)]);
    return { ids, total: ids.length, words, replaced, isEmpty };
  }

  filter(name, value) {
    return this.once(`filter ${name}:${value}`, async () => {
      const found = await this.value(`f${name}:${value}`);
      return found && this.list(new Bytes(found), (reader) => ({ ids: reader.rising() }));
    });
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

  /** Where the records' lines are. */
  lines() {
    return this.once('lines', async () => new Bytes(await this.part(this.index.lines)).rising());
  }

  block(number) {
    return this.once(`lines ${number}`, async () => {
      const addresses = await this.lines();
      if (number + 1 >= addresses.length) throw new Outdated('a block of records is missing');
      const text = new TextDecoder().decode(await this.part(addresses, number));
      const records = [];
      let [page, expected] = [undefined, 1];
      for (const whole of text.split('\n').slice(0, -1)) {
        const isBefore = whole[0] === '^';
        const line = isBefore ? whole.slice(1) : whole;
        if (line[0] === '=') {
          const [kind, path, label, committee = '', date = '', classification, outcomes, check] = line.slice(1).split('\t');
          page = { kind, path, anchor: '', label, committee, date, classification, outcomes: this.outcomes(outcomes), check, page: label };
          expected = 1;
          if (!isBefore) records.push(page);
          continue;
        }
        const kind = KINDS[line[0]];
        const [own, outcomes, classification, anchor] = line.slice(1).split('\t');
        const label = own || String(expected);
        if (kind === 'item' && /^\d+$/u.test(label)) expected = Number(label) + 1;
        const record = { ...page, kind, label, outcomes: this.outcomes(outcomes), classification: classification || page.classification, anchor: anchor || `item-${label}` };
        if (!isBefore) records.push(record);
      }
      return records;
    });
  }

  outcomes(numbers) {
    const names = new Map(this.index.outcomes);
    return (numbers || '').split(',').filter(Boolean).map((number) => names.get(Number(number)));
  }

  /** What is known of a record without its page. */
  async record(id) {
    const { block } = this.index;
    const found = (await this.block(Math.floor(id / block)))[id % block];
    if (!found) throw new Outdated('a record is missing');
    return { ...found, url: `${new URL(found.path, this.root).pathname}${found.anchor && `#${found.anchor}`}` };
  }

  /** The content of a page as it is served, if it is of the same build as the index. */
  page({ path, check }) {
    return this.once(`page ${path}`, async () => {
      for (const cache of ['default', 'reload']) {
        const response = await fetch(new URL(path, this.root), { cache });
        const html = response.ok ? await response.text() : '';
        const main = html.slice(html.indexOf('<main'), html.lastIndexOf('</main>'));
        if (html && (!check || (digest(main) & 0xffff) === parseInt(check, 16))) return main;
      }
      throw new Outdated(path);
    });
  }

  /** A record's title and text, from its page. */
  async shown(id) {
    const record = await this.record(id);
    const next = id + 1 < this.index.records ? await this.record(id + 1) : undefined;
    const main = await this.page(record);
    const start = record.anchor ? main.indexOf(` id="${record.anchor}"`) : 0;
    if (start < 0) throw new Outdated(record.url);
    const end = next?.anchor && next.path === record.path ? main.indexOf(` id="${next.anchor}"`, start) : -1;
    const whole = main.slice(main.indexOf('>', start) + 1, end < 0 ? undefined : main.lastIndexOf('<', end));
    const part = whole.replaceAll(OMITTED, ' ');
    const [, title, rest] = record.anchor ? /^(.*?)<\/(?:h[1-6]|dt)>(.*)$/su.exec(part) ?? [null, '', part] : [null, record.label, part];
    const body = record.anchor ? rest : rest.slice(Math.max(0, rest.indexOf('</header>')));
    return { title: textOf(title), text: `${textOf(title)} ${textOf(rest)}`.trim(), body: textOf(body) };
  }

  /** The standards that records are about, by name, and which record is about which. */
  standards() {
    return this.once('standards', async () => {
      const [lines, pairs] = await this.parts(this.index.standards, [0, 1]);
      const reader = new Bytes(pairs);
      const ids = reader.rising(0);
      const all = new Bytes(lines).text().split('\n').slice(0, -1).map((line) => line.split('\t'));
      return { all, ids, numbers: Array.from(ids, () => reader.number()) };
    });
  }

  /** How many of these records have each value of each filter. */
  async facets(ids) {
    const sorted = Uint32Array.from(ids).sort();
    const { committees, outcomes, kinds } = this.index;
    const values = { committee: committees.map(([id]) => id), outcome: outcomes.map(([, id]) => id), kind: kinds };
    const counted = async (name, value) => {
      const list = await this.filter(name, value);
      let count = 0;
      for (const { ids: own } of list ? await this.needed(list, sorted) : []) meet(sorted, own, () => count++);
      return [value, count];
    };
    const { all, ids: about, numbers } = await this.standards();
    const standard = Object.fromEntries(all.map(([id]) => [id, 0]));
    meet(sorted, about, (_, at) => standard[all[numbers[at]][0]]++);
    const counts = Object.entries(values).map(async ([name, all]) => [
      name,
      Object.fromEntries(await Promise.all(all.map((value) => counted(name, value)))),
    ]);
    return { ...Object.fromEntries(await Promise.all(counts)), standard };
  }
}

// What a page repeats of other records, or computes.
const OMITTED = /<(\w+)\b[^>]* data-search="omit".*?<\/\1>/gsu;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The words that a part of a page shows. Its text is escaped everywhere, so that every `<` begins a tag. */
const textOf = (html) =>
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
  if (index.format !== 2) throw new Outdated('index.json');
  const search = new Search(address, index);
  // What nearly every query needs.
  search.lines().catch(() => {});
  if (index.keys.length <= NODES) search.parts(index.nodes, [...index.keys.keys()]).catch(() => {});
  return search;
};
