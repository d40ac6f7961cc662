import type { EntityFact, Facts } from '../domain';
import { entityIdOf } from '../entity-id';
import { namingKey, namingsOf } from '../stores/facts-in-memory';
import type { Contents } from './contents';
import type { FindEvidence } from './evidence';
import { createEvidence } from './evidence';
import { counted } from './found';
import { NAME_MAX, toRelation } from './ids';
import type { Knowledge } from './knowledge';
import type { DocumentRecord, Registry } from './registry';
import { rowsOf, type Row } from './rows';
import type { Typed } from './typed';

/**
 * Takes rows of data in: first all that they tell, then what was told before and is not any more goes, so that nothing is missing
 * meanwhile. Throws what the stores throw.
 */
export type TakingTriples = (
  document: DocumentRecord,
  signal: AbortSignal,
) => Promise<Required<Pick<DocumentRecord, 'counts' | 'evidence' | 'faults'>>>;

/** So many rows are written together, and so many of those that are not taken are told. */
const BATCH = 500;
const FAULTS_TOLD = 20;
/** What is counted though it is taken: rows whose evidence is not, or not yet, there. */
const UNTIED = 'evidence_not_found';

interface TriplesParts {
  knowledge: Knowledge;
  contents: Contents;
  registry: Pick<Registry, 'get'>;
  typed: Typed;
}

export function createTakingTriples({ knowledge, contents, registry, typed }: TriplesParts): TakingTriples {
  return async (document, signal) => {
    const evidence = createEvidence(knowledge, (id) => registry.get(id), document.owner);
    const sum = new Sum();
    let batch: Facts[] = [];
    const flush = async (): Promise<void> => {
      signal.throwIfAborted();
      await knowledge.putFacts({
        entities: batch.flatMap((facts) => facts.entities),
        relations: batch.flatMap((facts) => facts.relations),
      });
      batch = [];
    };
    for await (const { line, row } of rowsOf(contents.filePath(document), formatOf(document))) {
      const facts = await factsOf(row, document, typed, evidence);
      sum.add(line, row, facts);
      // Where only evidence has changed, what rests on none is there as it was.
      if (typeof facts === 'string' || (document.ties === true && !row?.evidence)) continue;
      batch.push(facts);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    if (document.replaces) await knowledge.retainFacts(document.id, sum);
    return sum.told();
  };
}

function formatOf({ mime }: DocumentRecord): 'csv' | 'jsonl' {
  return mime === 'text/csv' ? 'csv' : 'jsonl';
}

/** What rows tell in all, and what became of them. */
class Sum {
  readonly relations = new Set<string>();
  readonly namings = new Set<string>();
  readonly #entities = new Set<string>();
  /** The documents that are named as evidence. */
  readonly #named = new Set<string>();
  readonly #faults: { line: number; reason: string }[] = [];
  readonly #reasons: string[] = [];

  /** A row, and what it tells or why it is not taken. */
  add(line: number, row: Row | undefined, facts: Facts | string): void {
    if (row?.evidence) this.#named.add(row.evidence.document);
    if (typeof facts === 'string') {
      this.#reasons.push(facts);
      if (this.#faults.length < FAULTS_TOLD) this.#faults.push({ line, reason: facts });
      return;
    }
    if (row?.evidence && facts.relations.every(({ chunkId }) => chunkId === '')) this.#reasons.push(UNTIED);
    for (const { entityId } of facts.entities) this.#entities.add(entityId);
    for (const naming of facts.entities.flatMap(namingsOf)) this.namings.add(namingKey(naming));
    for (const { id } of facts.relations) this.relations.add(id);
  }

  told(): Awaited<ReturnType<TakingTriples>> {
    const { size: relations } = this.relations;
    const counts = { chunks: 0, entities: this.#entities.size, relations, dropped: counted(this.#reasons) };
    return { counts, evidence: [...this.#named], faults: this.#faults };
  }
}

/** What a row tells, or why it is not taken. */
async function factsOf(
  row: Row | undefined,
  document: DocumentRecord,
  typed: Typed,
  evidence: FindEvidence,
): Promise<Facts | string> {
  if (!row) return 'malformed';
  const ends = endsOf(row, document, typed);
  if (typeof ends === 'string') return ends;
  const { source, target } = ends;
  const relation = typed.relation(row.relation);
  if (!relation) return 'unknown_relation';
  if (!typed.fits(relation, source.type, target.type)) return 'wrong_ends';
  const said = row.evidence ? await evidence(row.evidence.document, row.evidence.quote) : undefined;
  const { chunkId = '', quote = '' } = said ?? {};
  const { id: documentId, owner } = document;
  const fact = { documentId, owner, source: source.entityId, type: relation.type, target: target.entityId };
  return { entities: [source, target], relations: [toRelation({ ...fact, chunkId, quote })] };
}

function endsOf(row: Row, document: DocumentRecord, typed: Typed): { source: EntityFact; target: EntityFact } | string {
  if ([row.source, row.target, row.relation].some((cell) => cell.trim() === '')) return 'incomplete';
  const sourceType = typed.entityType(row.source_type ?? '');
  const targetType = typed.entityType(row.target_type ?? '');
  if (sourceType === undefined || targetType === undefined) return 'unknown_type';
  const source = entityOf(row.source, sourceType, row.source_aliases, document);
  const target = entityOf(row.target, targetType, row.target_aliases, document);
  if (!source || !target) return 'name_too_long';
  return source.entityId === target.entityId ? 'one_entity' : { source, target };
}

function entityOf(
  name: string,
  type: string,
  aliases: readonly string[] | null | undefined,
  { id, owner }: DocumentRecord,
): EntityFact | undefined {
  const main = name.trim();
  const entityId = entityIdOf(main);
  if (main.length > NAME_MAX || entityId === '') return undefined;
  const others = (aliases ?? [])
    .map((alias) => alias.trim())
    .filter((alias) => alias !== '' && alias.length <= NAME_MAX);
  return {
    documentId: id,
    owner,
    entityId,
    name: main,
    type,
    aliases: others.filter((alias) => alias !== main),
  };
}
