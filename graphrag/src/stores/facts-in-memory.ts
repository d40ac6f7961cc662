import type { EntityFact, Facts, NameOfEntity, Owner, RelationFact, Viewer } from '../domain';
import type { RelationsWanted, Telling } from './graph-store';
import { byId, SortedLists } from './sorted-lists';
import { standing } from './standing';

/** One name that one document gives an entity. */
export interface Naming {
  readonly documentId: string;
  readonly owner: Owner;
  readonly entityId: string;
  readonly name: string;
  /** '' for an alias. */
  readonly type: string;
  readonly alias: boolean;
}

interface Told {
  namings: Map<string, Naming[]>;
  relations: Map<string, RelationFact>;
}

/** A graph in memory: what each document tells, and the ways into it. */
export class FactsInMemory {
  readonly #documents = new Map<string, Told>();
  readonly #namings = new Map<string, Naming[]>();
  readonly #relations = new Map<string, RelationFact>();
  readonly #out = new SortedLists<RelationFact>();
  readonly #in = new SortedLists<RelationFact>();
  readonly #byChunk = new SortedLists<RelationFact>();
  /** Ids, types and names stand in many facts: one text for all of them. */
  readonly #texts = new Map<string, string>();
  #namingCount = 0;

  /** Facts that are gone since the texts were last gone through. */
  #gone = 0;

  /** How many different texts are held for all facts. */
  get texts(): number {
    return this.#texts.size;
  }

  get size(): number {
    return this.#namingCount + this.#relations.size;
  }

  /** Whether that was new. */
  addNaming(naming: Naming): boolean {
    const told = this.#told(naming.documentId);
    const known = told.namings.get(naming.entityId) ?? [];
    const { name, type, alias, owner } = naming;
    if (known.some((one) => one.name === name && one.type === type && one.alias === alias && one.owner === owner))
      return false;
    const kept: Naming = {
      documentId: this.#text(naming.documentId),
      owner: this.#text(owner),
      entityId: this.#text(naming.entityId),
      name: this.#text(name),
      type: this.#text(type),
      alias,
    };
    if (known.length === 0) told.namings.set(kept.entityId, known);
    known.push(kept);
    const all = this.#namings.get(kept.entityId);
    if (all === undefined) this.#namings.set(kept.entityId, [kept]);
    else all.push(kept);
    this.#namingCount += 1;
    return true;
  }

  /** Whether that was new, or another wording than before. */
  addRelation(relation: RelationFact): boolean {
    const before = this.#relations.get(relation.id);
    if (before !== undefined) {
      if (same(before, relation)) return false;
      this.#forgetRelations([before]);
      this.#documents.get(before.documentId)?.relations.delete(before.id);
    }
    const kept: RelationFact = {
      id: relation.id,
      documentId: this.#text(relation.documentId),
      owner: this.#text(relation.owner),
      source: this.#text(relation.source),
      type: this.#text(relation.type),
      target: this.#text(relation.target),
      chunkId: this.#text(relation.chunkId),
      quote: relation.quote,
    };
    this.#told(kept.documentId).relations.set(kept.id, kept);
    this.#relations.set(kept.id, kept);
    this.#out.add(kept.source, kept);
    this.#in.add(kept.target, kept);
    if (kept.chunkId !== '') this.#byChunk.add(kept.chunkId, kept);
    return true;
  }

  /** Whether there was anything of it. */
  removeDocument(documentId: string): boolean {
    const told = this.#documents.get(documentId);
    if (told === undefined) return false;
    this.#documents.delete(documentId);
    this.#forgetRelations([...told.relations.values()]);
    for (const [entityId, namings] of told.namings) {
      this.#forgetNamings(entityId, new Set(namings));
    }
    this.#forgetTexts(told.relations.size + told.namings.size);
    return true;
  }

  /** What this document has told that is not among `still`: the ids of relations, and names by `namingKey`. */
  toldBeside(documentId: string, still: Telling): { relations: string[]; namings: string[] } {
    const told = this.#documents.get(documentId);
    return {
      relations: [...(told?.relations.keys() ?? [])].filter((id) => !still.relations.has(id)),
      namings: [...(told?.namings.values() ?? [])]
        .flat()
        .map(namingKey)
        .filter((key) => !still.namings.has(key)),
    };
  }

  /** Takes away what `toldBeside` gives. */
  drop(documentId: string, gone: { relations: readonly string[]; namings: readonly string[] }): void {
    const told = this.#documents.get(documentId);
    if (told === undefined) return;
    const relations = gone.relations.flatMap((id) => told.relations.get(id) ?? []);
    for (const { id } of relations) told.relations.delete(id);
    this.#forgetRelations(relations);
    const keys = new Set(gone.namings);
    for (const [entityId, namings] of [...told.namings]) {
      const lost = new Set(namings.filter((naming) => keys.has(namingKey(naming))));
      if (lost.size === 0) continue;
      this.#forgetNamings(entityId, lost);
      if (lost.size === namings.length) told.namings.delete(entityId);
      else
        told.namings.set(
          entityId,
          namings.filter((naming) => !lost.has(naming)),
        );
    }
    if (told.relations.size === 0 && told.namings.size === 0) this.#documents.delete(documentId);
    this.#forgetTexts(gone.relations.length + gone.namings.length);
  }

  *namings(): Iterable<Naming> {
    for (const list of this.#namings.values()) yield* list;
  }

  relations(): Iterable<RelationFact> {
    return this.#relations.values();
  }

  *names(): Iterable<NameOfEntity> {
    for (const list of this.#namings.values()) {
      const given = new Set<string>();
      for (const { name, entityId, owner, alias } of list) {
        const key = JSON.stringify([name, owner, alias]);
        if (given.has(key)) continue;
        given.add(key);
        yield { name, entityId, owner, alias };
      }
    }
  }

  entity(id: string, viewer: Viewer) {
    const seen = (this.#namings.get(id) ?? []).filter(({ alias, owner }) => !alias && sees(viewer, owner));
    return standing(
      id,
      seen.map(({ name, type }) => ({ name, type, times: 1 })),
    );
  }

  /** As `GraphStore.relations`. */
  touching(wanted: RelationsWanted): RelationFact[] {
    const { entityIds, otherIds, types, direction, viewer, limit } = wanted;
    if (otherIds) return this.#between({ ...wanted, otherIds });
    const wantedTypes = types === undefined ? undefined : new Set(types);
    const found = new Set<RelationFact>();
    // The first of each list are enough: the first of all are among them.
    const take = (list: readonly RelationFact[]) => {
      let taken = 0;
      for (const relation of list) {
        if (taken >= limit) return;
        if (wantedTypes?.has(relation.type) === false || !sees(viewer, relation.owner)) continue;
        found.add(relation);
        taken += 1;
      }
    };
    for (const id of new Set(entityIds)) {
      if (direction !== 'in') take(this.#out.get(id));
      if (direction !== 'out') take(this.#in.get(id));
    }
    return [...found].sort(byId).slice(0, limit);
  }

  /** Gone through from that side which has fewer relations: one of them may have all of the graph's. */
  #between({
    entityIds,
    otherIds,
    types,
    direction,
    viewer,
    limit,
  }: RelationsWanted & { otherIds: readonly string[] }): RelationFact[] {
    const [some, others] = [new Set(entityIds), new Set(otherIds)];
    const countOf = (ids: ReadonlySet<string>): number =>
      [...ids].reduce((sum, id) => sum + this.#out.get(id).length + this.#in.get(id).length, 0);
    const fewer = countOf(some) <= countOf(others) ? some : others;
    const isWanted = ({ source, target, type, owner }: RelationFact): boolean => {
      const isOut = direction !== 'in' && some.has(source) && others.has(target);
      const isIn = direction !== 'out' && some.has(target) && others.has(source);
      return (isOut || isIn) && (types?.includes(type) ?? true) && sees(viewer, owner);
    };
    const found = new Set<RelationFact>();
    for (const id of fewer) {
      for (const list of [this.#out.get(id), this.#in.get(id)]) {
        for (const relation of list) if (isWanted(relation)) found.add(relation);
      }
    }
    return [...found].sort(byId).slice(0, limit);
  }

  /** As `GraphStore.told`. */
  told(chunkIds: readonly string[], viewer: Viewer, limit: number): RelationFact[] {
    const found: RelationFact[] = [];
    for (const id of new Set(chunkIds)) {
      for (const relation of this.#byChunk.get(id)) {
        if (found.length >= limit) return found;
        if (sees(viewer, relation.owner)) found.push(relation);
      }
    }
    return found;
  }

  counts(owner: Owner | undefined): { entities: number; relations: number } {
    const counted = (one: { owner: Owner }) => owner === undefined || one.owner === owner;
    let entities = 0;
    for (const list of this.#namings.values()) if (list.some(counted)) entities += 1;
    let relations = 0;
    for (const relation of this.#relations.values()) if (counted(relation)) relations += 1;
    return { entities, relations };
  }

  #told(documentId: string): Told {
    const known = this.#documents.get(documentId);
    if (known !== undefined) return known;
    const told: Told = { namings: new Map(), relations: new Map() };
    this.#documents.set(this.#text(documentId), told);
    return told;
  }

  #forgetNamings(entityId: string, gone: ReadonlySet<Naming>): void {
    this.#namingCount -= gone.size;
    const left = (this.#namings.get(entityId) ?? []).filter((naming) => !gone.has(naming));
    if (left.length === 0) this.#namings.delete(entityId);
    else this.#namings.set(entityId, left);
  }

  /** Once as many facts have gone as there are, the texts that only they had go as well. */
  #forgetTexts(gone: number): void {
    this.#gone += gone;
    if (this.#gone <= this.size) return;
    this.#gone = 0;
    this.#texts.clear();
    for (const { documentId, owner, entityId, name, type } of this.namings())
      for (const text of [documentId, owner, entityId, name, type]) this.#texts.set(text, text);
    for (const { documentId, owner, source, type, target, chunkId } of this.#relations.values())
      for (const text of [documentId, owner, source, type, target, chunkId]) this.#texts.set(text, text);
  }

  #forgetRelations(relations: readonly RelationFact[]): void {
    const gone = new Set(relations);
    for (const { id } of relations) this.#relations.delete(id);
    this.#out.remove(new Set(relations.map(({ source }) => source)), gone);
    this.#in.remove(new Set(relations.map(({ target }) => target)), gone);
    this.#byChunk.remove(new Set(relations.map(({ chunkId }) => chunkId)), gone);
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

/** What tells one name of a document from its others. */
export function namingKey({ entityId, name, type, alias, owner }: Omit<Naming, 'documentId'>): string {
  return JSON.stringify([entityId, name, type, alias, owner]);
}

/** Each name of what a document says of an entity by itself. */
export function namingsOf({ documentId, owner, entityId, name, type, aliases }: EntityFact): Naming[] {
  return [
    { documentId, owner, entityId, name, type, alias: false },
    ...aliases.map((alias) => ({ documentId, owner, entityId, name: alias, type: '', alias: true })),
  ];
}

/** Adds facts. Gives those that were new. */
export function addFacts(graph: FactsInMemory, facts: Facts): { namings: Naming[]; relations: RelationFact[] } {
  return {
    namings: facts.entities.flatMap(namingsOf).filter((naming) => graph.addNaming(naming)),
    relations: facts.relations.filter((relation) => graph.addRelation(relation)),
  };
}

function sees(viewer: Viewer, owner: Owner): boolean {
  return owner === '' || owner === viewer.owner;
}

function same(one: RelationFact, other: RelationFact): boolean {
  return (
    one.documentId === other.documentId &&
    one.owner === other.owner &&
    one.source === other.source &&
    one.type === other.type &&
    one.target === other.target &&
    one.chunkId === other.chunkId &&
    one.quote === other.quote
  );
}
