import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts, RelationFact } from '../../src/domain';
import type { GraphStore, RelationsWanted } from '../../src/stores/graph-store';
import { createMemoryGraph } from '../../src/stores/memory-graph';
import { graphOver } from '../../src/stores/neo4j-graph';
import { all } from './facts';
import { findLadybug, openLadybug } from './ladybug';
import { wanting } from './wanting';

const NAMES = ['小米', '字节', 'A', "b'`", '}) //'];
const TYPES = ['INVEST', 'ACQUIRE'];
const DOCUMENTS = [
  { documentId: 'd1', owner: '' },
  { documentId: 'd2', owner: '' },
  { documentId: 'd3', owner: 'me' },
  { documentId: 'd4', owner: 'you' },
];
const VIEWERS = ['', 'me', 'you', 'nobody'];

const naming = fc.record({
  name: fc.constantFrom(...NAMES),
  type: fc.constantFrom('', 'Company', 'Person'),
  aliases: fc.subarray(['甲', '乙']),
});
const relation = fc.record({
  source: fc.constantFrom(...NAMES),
  type: fc.constantFrom(...TYPES),
  target: fc.constantFrom(...NAMES),
  chunk: fc.constantFrom('', '1', '2'),
  quote: fc.constantFrom('说', '又说'),
});
const put = fc.record({
  document: fc.constantFrom(...DOCUMENTS),
  names: fc.array(naming, { maxLength: 4 }),
  relations: fc.array(relation, { maxLength: 4 }),
});
const steps = fc.array(
  fc.oneof(
    { arbitrary: put, weight: 4 },
    { arbitrary: fc.constantFrom(...DOCUMENTS.map(({ documentId }) => documentId)), weight: 1 },
  ),
  { maxLength: 12 },
);
type Drawn = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;
type Step = Facts | string;

/** A document to take away, or what one adds. */
function stepOf(drawn: Drawn): Step {
  if (typeof drawn === 'string') return drawn;
  const { documentId, owner } = drawn.document;
  const entities = drawn.names.map((one) => ({ documentId, owner, entityId: one.name, ...one }));
  const relations = drawn.relations.map(({ chunk, ...one }) => {
    const chunkId = chunk === '' ? '' : `${documentId}#${chunk}`;
    return { id: [documentId, chunk, one.source, one.type, one.target].join('|'), documentId, owner, chunkId, ...one };
  });
  return { entities, relations };
}

async function apply(graph: GraphStore, step: Step): Promise<void> {
  await (typeof step === 'string' ? graph.removeDocument(step) : graph.put(step));
}

/** All that can be asked of so small a graph. */
async function everything(graph: GraphStore) {
  const answers: unknown[] = [(await all(graph.names())).map((name) => JSON.stringify(name)).sort()];
  for (const owner of VIEWERS) {
    answers.push(await graph.counts(owner), await graph.entities(NAMES, { owner }));
    answers.push(await graph.told(['d3#1', 'd1#1', 'd2#2', 'd1#2'], { owner }, 5));
    for (const [types, direction, limit] of [
      [undefined, 'both', 100],
      [['INVEST'], 'out', 3],
      [TYPES, 'in', 2],
    ] as const) {
      const wanted = { entityIds: NAMES.slice(0, 3), types, direction, viewer: { owner }, limit };
      answers.push(await graph.relations(wanted), await graph.relations({ ...wanted, otherIds: NAMES.slice(2) }));
    }
  }
  return [...answers, await graph.counts()];
}

/** The same by lists that are gone through from one end to the other. */
function naively(steps: readonly Step[]) {
  let names: Facts['entities'][number][] = [];
  let relations: RelationFact[] = [];
  for (const step of steps) {
    if (typeof step === 'string') {
      names = names.filter(({ documentId }) => documentId !== step);
      relations = relations.filter(({ documentId }) => documentId !== step);
      continue;
    }
    names.push(...step.entities);
    for (const one of step.relations) relations = [...relations.filter(({ id }) => id !== one.id), one];
  }
  relations.sort((one, other) => (one.id < other.id ? -1 : 1));
  const sees = (viewer: string, owner: string) => owner === '' || owner === viewer;
  return {
    ids: (viewer: string) =>
      NAMES.filter((id) => names.some(({ entityId, owner }) => entityId === id && sees(viewer, owner))),
    relations: ({ entityIds, otherIds, types, direction, viewer, limit }: RelationsWanted) =>
      relations
        .filter(({ type, owner }) => (types?.includes(type) ?? true) && sees(viewer.owner, owner))
        .filter(
          ({ source, target }) =>
            (direction !== 'in' && entityIds.includes(source) && (otherIds?.includes(target) ?? true)) ||
            (direction !== 'out' && entityIds.includes(target) && (otherIds?.includes(source) ?? true)),
        )
        .slice(0, limit),
    names: new Set(
      names.flatMap(({ name, aliases, entityId, owner }) => [
        JSON.stringify({ name, entityId, owner, alias: false }),
        ...aliases.map((alias) => JSON.stringify({ name: alias, entityId, owner, alias: true })),
      ]),
    ),
    counts: {
      entities: new Set(names.map(({ entityId }) => entityId)).size,
      relations: relations.length,
    },
  };
}

describe('any puts and removals', () => {
  it('leave in memory what going through all of them gives', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const taken = drawn.map(stepOf);
        const graph = await createMemoryGraph();
        for (const step of taken) await apply(graph, step);
        const expected = naively(taken);
        expect(await graph.counts()).toEqual(expected.counts);
        expect(new Set((await all(graph.names())).map((name) => JSON.stringify(name)))).toEqual(expected.names);
        for (const owner of VIEWERS) {
          expect((await graph.entities(NAMES, { owner })).map(({ id }) => id)).toEqual(expected.ids(owner));
          for (const direction of ['in', 'out', 'both'] as const) {
            const wanted = { entityIds: NAMES.slice(0, 2), direction, viewer: { owner }, limit: 4 };
            expect(await graph.relations(wanted)).toEqual(expected.relations(wanted));
            const between = { ...wanted, otherIds: NAMES.slice(1, 4) };
            expect(await graph.relations(between)).toEqual(expected.relations(between));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are the same once opened again', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const dir = await mkdtemp(join(tmpdir(), 'huati-graph-'));
        const graph = await createMemoryGraph({ dir });
        // Nobody waits for one change before making the next.
        await Promise.all(drawn.map(stepOf).map((step) => apply(graph, step)));
        const before = await everything(graph);
        await graph.close();
        const again = await createMemoryGraph({ dir });
        expect(await everything(again)).toEqual(before);
        await again.close();
        await rm(dir, { recursive: true });
      }),
      { numRuns: 40 },
    );
  });

  const ladybug = findLadybug();
  it.skipIf(wanting('a database that runs the Cypher', ladybug, 'there is none for this machine'))(
    'are the same by Cypher as in memory',
    async () => {
      if (ladybug === undefined) throw new Error('no Ladybug');
      const endpoint = await openLadybug(ladybug);
      const byCypher = graphOver(endpoint);
      await fc.assert(
        fc.asyncProperty(steps, async (drawn) => {
          for (const { documentId } of DOCUMENTS) await byCypher.removeDocument(documentId);
          const inMemory = await createMemoryGraph();
          for (const step of drawn.map(stepOf)) {
            await apply(byCypher, step);
            await apply(inMemory, step);
          }
          expect(await everything(byCypher)).toEqual(await everything(inMemory));
        }),
        { numRuns: 25, interruptAfterTimeLimit: 60_000 },
      );
      await endpoint.close();
    },
    120_000,
  );
});
