import { foundIn, isOfWord, Postings, queryTerms, termsOf } from '@huati/ranking';
import type { EntityFact, NameOfEntity, Owner, Viewer } from '../domain';
import { entityIdOf } from '../entity-id';
import { named } from './named';
import { seenBy } from './texts';

/** What a model takes for entities and relations of a question. Rejects where it does not answer. */
export type Extractor = (
  question: string,
  signal: AbortSignal,
) => Promise<{ entities: readonly string[]; relations: readonly string[] }>;

/** Words of a question that name an entity, from `start` to `end` in UTF-16 units of the question as it was given. */
export interface Link {
  surface: string;
  start: number;
  end: number;
  entityId: string;
  how: 'exact' | 'alias' | 'llm';
}

/** The longest name that is looked for, and how many units of it choose among the names that begin alike. */
const NAME_MAX = 200;
const HEAD = 2;
/** The most entities that one name stands for. */
const MEANINGS_MAX = 8;
const QUOTED_BY = /["'“”‘’「」『』《》〈〉【】]/;
/** Names are gone through in portions of this many, so that questions are answered in between. */
const PORTION = 2_000;

interface Meaning {
  entityId: string;
  alias: boolean;
}

/** The names of one owner. */
class Names {
  readonly meanings = new Map<string, Meaning[]>();
  /** By a name's first units: how long the names are that begin so, the longest first. */
  readonly lengths = new Map<string, number[]>();
  readonly words = new Postings();

  add({ name, entityId, alias }: NameOfEntity): void {
    const key = entityIdOf(name);
    if (key === '' || key.length > NAME_MAX) return;
    const meanings = this.meanings.get(key);
    const known = meanings?.find((meaning) => meaning.entityId === entityId);
    if (known) known.alias &&= alias;
    else if (meanings) meanings.push({ entityId, alias });
    else this.#begin(key, { entityId, alias });
  }

  #begin(key: string, meaning: Meaning): void {
    this.meanings.set(key, [meaning]);
    this.words.add(key, key);
    const head = key.slice(0, HEAD);
    const lengths = this.lengths.get(head);
    if (!lengths) this.lengths.set(head, [key.length]);
    else if (!lengths.includes(key.length)) {
      lengths.push(key.length);
      lengths.sort((a, b) => b - a);
    }
  }
}

/** The names that these facts give. */
export function namesIn(entities: readonly EntityFact[]): NameOfEntity[] {
  return entities.flatMap(({ name, aliases, entityId, owner }) => [
    { name, entityId, owner, alias: false },
    ...aliases.map((alias) => ({ name: alias, entityId, owner, alias: true })),
  ]);
}

/**
 * All names of the graph, to find them in questions by the longest match: what cuts text into words cuts names as well. What
 * belongs to one person is found in that person's questions only.
 */
export class Linker {
  #owners = new Map<Owner, Names>();
  /** What came while names are read anew. */
  #meanwhile: NameOfEntity[] | undefined;
  #reading: Promise<void> = Promise.resolve();

  add(names: Iterable<NameOfEntity>): void {
    for (const name of names) {
      addTo(this.#owners, name);
      this.#meanwhile?.push(name);
    }
  }

  /** Forgets all names for these; until they are all there, the earlier ones go on. */
  async reload(names: AsyncIterable<NameOfEntity>): Promise<void> {
    const reading = this.#reading.then(() => this.#read(names));
    this.#reading = reading.catch(() => undefined);
    await reading;
  }

  /** The names in `question`: of those that overlap the longest, of equally long ones the first. One may stand for several entities. */
  links(question: string, viewer: Viewer): Link[] {
    const { text, starts, ends } = named(question);
    const shelves = seenBy(this.#owners, viewer);
    const matches: { at: number; length: number }[] = [];
    for (let at = 0; at < text.length; at += 1) {
      if ((starts[at] ?? -1) < 0) continue;
      const head = new Set([text.slice(at, at + HEAD), text.charAt(at)]);
      const lengths = shelves.flatMap((shelf) => [...head].flatMap((units) => shelf.lengths.get(units) ?? []));
      for (const length of new Set(lengths)) {
        const isThere = (ends[at + length - 1] ?? -1) >= 0 && isWhole(text, at, length);
        if (isThere && this.#meanings(text.slice(at, at + length), viewer).length > 0) matches.push({ at, length });
      }
    }
    matches.sort((a, b) => b.length - a.length || a.at - b.at);
    const taken = new Uint8Array(text.length);
    const chosen = matches.filter(({ at, length }) => {
      if (taken[at] === 1 || taken[at + length - 1] === 1) return false;
      taken.fill(1, at, at + length);
      return true;
    });
    chosen.sort((a, b) => a.at - b.at);
    return chosen.flatMap(({ at, length }) => {
      const start = starts[at] ?? 0;
      const end = ends[at + length - 1] ?? start;
      const place = { surface: question.slice(start, end), start, end };
      return this.#meanings(text.slice(at, at + length), viewer).map(({ entityId, alias }): Link => {
        return { ...place, entityId, how: alias ? 'alias' : 'exact' };
      });
    });
  }

  /** What a name stands for, by the names that are known; none where nothing is called so. */
  meaningsOf(name: string, viewer: Viewer): string[] {
    return this.#meanings(entityIdOf(name), viewer).map(({ entityId }) => entityId);
  }

  /** Entities whose names have words of the question, though none stands in it as a whole, the most alike first. */
  near(question: string, viewer: Viewer, limit: number): { entityId: string; score: number }[] {
    const terms = queryTerms(question);
    const found = foundIn(
      seenBy(this.#owners, viewer).map(({ words }) => words),
      terms,
      limit,
    );
    return found.flatMap(({ key, score }) => {
      const own = termsOf(key);
      const shared = terms.filter((term) => own.has(term)).length / Math.max(1, own.size);
      return this.#meanings(key, viewer).map(({ entityId }) => ({ entityId, score: score * shared }));
    });
  }

  #meanings(key: string, viewer: Viewer): Meaning[] {
    const meanings = new Map<string, Meaning>();
    for (const meaning of seenBy(this.#owners, viewer).flatMap((shelf) => shelf.meanings.get(key) ?? [])) {
      const known = meanings.get(meaning.entityId);
      if (!known || known.alias) meanings.set(meaning.entityId, meaning);
    }
    return [...meanings.values()].sort((a, b) => Number(a.alias) - Number(b.alias)).slice(0, MEANINGS_MAX);
  }

  async #read(names: AsyncIterable<NameOfEntity>): Promise<void> {
    const owners = new Map<Owner, Names>();
    this.#meanwhile = [];
    let count = 0;
    try {
      for await (const name of names) {
        addTo(owners, name);
        count += 1;
        if (count % PORTION === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const name of this.#meanwhile) addTo(owners, name);
      this.#owners = owners;
    } finally {
      this.#meanwhile = undefined;
    }
  }
}

function addTo(owners: Map<Owner, Names>, name: NameOfEntity): void {
  const names = owners.get(name.owner) ?? new Names();
  owners.set(name.owner, names);
  names.add(name);
}

/** Whether what stands there is a name by itself: no part of a longer word, and no sign alone that is a word of any sentence. */
function isWhole(text: string, at: number, length: number): boolean {
  const name = text.slice(at, at + length);
  const end = at + length;
  const isInWord = (left: number): boolean => isOfWord(text.charCodeAt(left)) && isOfWord(text.charCodeAt(left + 1));
  if ((at > 0 && isInWord(at - 1)) || (end < text.length && isInWord(end - 1))) return false;
  const isTelling = [...name].length > 1 && queryTerms(name).length > 0;
  return isTelling || (QUOTED_BY.test(text.charAt(at - 1)) && QUOTED_BY.test(text.charAt(end)));
}
