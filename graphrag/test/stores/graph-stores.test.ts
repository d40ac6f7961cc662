import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryGraph } from '../../src/stores/memory-graph';
import { createNeo4jGraph, graphOver } from '../../src/stores/neo4j-graph';
import type { Neo4jSettings } from '../../src/stores/neo4j-endpoint';
import type { GraphStore } from '../../src/stores/graph-store';
import { graphSuite } from './graph-suite';
import { findLadybug, openLadybug } from './ladybug';
import { services } from './config';
import { wanting } from './wanting';

describe('the graph in memory', () => {
  graphSuite(() => createMemoryGraph());
});

describe('the graph in memory, opened again before each reading', () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  graphSuite(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'huati-graph-'));
    folders.push(dir);
    return reopening(dir);
  });
});

const ladybug = findLadybug();
describe.skipIf(wanting('the Cypher in a database of this process', ladybug, 'there is none for this machine'))(
  'the graph by its Cypher',
  () => {
    graphSuite(async () => {
      if (ladybug === undefined) throw new Error('no Ladybug');
      return graphOver(await openLadybug(ladybug));
    });
  },
);

const { url, ...login } = services.neo4j;
describe.skipIf(wanting('Neo4j', url, 'set TEST_NEO4J_URL to one that may be emptied'))('the graph in Neo4j', () => {
  graphSuite(async () => {
    const settings = { url: url ?? '', ...login };
    await emptyNeo4j(settings);
    return createNeo4jGraph(settings);
  });
});

describe('a Neo4j that is not there', () => {
  it('is told within seconds', async () => {
    const graph = createNeo4jGraph({ url: 'bolt://127.0.0.1:1', user: 'neo4j', password: '' });
    const before = Date.now();
    await expect(graph.ping()).rejects.toThrow();
    await expect(graph.entities(['小米'], { owner: '' })).rejects.toThrow();
    await expect(graph.put({ entities: [], relations: [] })).rejects.toThrow();
    expect(Date.now() - before).toBeLessThan(20_000);
    await graph.close();
  });
});

async function emptyNeo4j({ url, user, password, database }: Neo4jSettings): Promise<void> {
  const driver = neo4j.driver(url, neo4j.auth.basic(user, password));
  const where: object = database === undefined ? {} : { database };
  await driver.executeQuery('MATCH (n) WHERE n:Entity OR n:Document DETACH DELETE n', {}, where);
  await driver.close();
}

/** A store that is closed and opened again after each change. */
async function reopening(dir: string): Promise<GraphStore> {
  let graph = await createMemoryGraph({ dir });
  let last: Promise<void> = Promise.resolve();
  const after = (change: () => Promise<void>): Promise<void> => {
    last = last.then(async () => {
      await change();
      await graph.close();
      graph = await createMemoryGraph({ dir });
    });
    return last;
  };
  return {
    kind: graph.kind,
    put: (facts) => after(() => graph.put(facts)),
    removeDocument: (id) => after(() => graph.removeDocument(id)),
    retain: async (...given) => {
      let wasThere = false;
      await after(async () => {
        wasThere = await graph.retain(...given);
      });
      return wasThere;
    },
    names: () => graph.names(),
    entities: (...given) => graph.entities(...given),
    relations: (wanted) => graph.relations(wanted),
    told: (...given) => graph.told(...given),
    counts: (owner) => graph.counts(owner),
    ping: () => graph.ping(),
    close: () => graph.close(),
  };
}
