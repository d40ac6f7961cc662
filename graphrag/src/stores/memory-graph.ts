import { join } from 'node:path';
import * as v from 'valibot';
import type { RelationFact } from '../domain';
import { addFacts, FactsInMemory, type Naming } from './facts-in-memory';
import type { GraphStore } from './graph-store';
import { openJsonlLog, type JsonlLog } from './jsonl-log';

const text = v.string();

/** A line of `graph.jsonl`: a name, a relation, a document that was taken away, or relations and names that one does not tell any more. */
const Entry = v.union([
  v.object({ name: v.tuple([text, text, text, text, text, v.boolean()]) }),
  v.object({ relation: v.tuple([text, text, text, text, text, text, text, text]) }),
  v.object({ removed: text }),
  v.object({ dropped: v.tuple([text, v.array(text), v.array(text)]) }),
]);
type Entry = v.InferOutput<typeof Entry>;

/** Opens the graph in the folder `dir`, for this process alone; without one, nothing of it is kept. Throws where the folder cannot be used. */
export async function createMemoryGraph({ dir }: { dir?: string | undefined } = {}): Promise<GraphStore> {
  const graph = new FactsInMemory();
  const log = dir === undefined ? undefined : await openGraphLog(join(dir, 'graph.jsonl'), graph);
  return {
    kind: 'memory',
    put: async (facts) => {
      const { namings, relations } = addFacts(graph, facts);
      await log?.append([...namings.map(ofNaming), ...relations.map(ofRelation)]);
    },
    removeDocument: async (documentId) => {
      const removed = graph.removeDocument(documentId);
      await log?.append(removed ? [{ removed: documentId } satisfies Entry] : []);
    },
    retain: async (documentId, still) => {
      const gone = graph.toldBeside(documentId, still);
      graph.drop(documentId, gone);
      const wasThere = gone.relations.length + gone.namings.length > 0;
      const entry: Entry = { dropped: [documentId, gone.relations, gone.namings] };
      await log?.append(wasThere ? [entry] : []);
      return wasThere;
    },
    names: () => toAsync(graph.names()),
    entities: (ids, viewer) => Promise.resolve(ids.flatMap((id) => graph.entity(id, viewer) ?? [])),
    relations: async (wanted) => {
      wanted.signal?.throwIfAborted();
      return Promise.resolve(graph.touching(wanted));
    },
    told: async (chunkIds, viewer, limit, signal) => {
      signal?.throwIfAborted();
      return Promise.resolve(graph.told(chunkIds, viewer, limit));
    },
    counts: (owner) => Promise.resolve(graph.counts(owner)),
    ping: () => Promise.resolve(),
    close: async () => log?.close(),
  };
}

function openGraphLog(file: string, graph: FactsInMemory): Promise<JsonlLog> {
  return openJsonlLog({
    file,
    replay: (line) => replay(graph, v.parse(Entry, line)),
    snapshot: () => snapshot(graph),
    live: () => graph.size,
  });
}

function replay(graph: FactsInMemory, entry: Entry): void {
  if ('name' in entry) {
    const [documentId, owner, entityId, name, type, alias] = entry.name;
    graph.addNaming({ documentId, owner, entityId, name, type, alias });
  } else if ('relation' in entry) {
    const [id, documentId, owner, source, type, target, chunkId, quote] = entry.relation;
    graph.addRelation({ id, documentId, owner, source, type, target, chunkId, quote });
  } else if ('dropped' in entry) {
    const [documentId, relations, namings] = entry.dropped;
    graph.drop(documentId, { relations, namings });
  } else {
    graph.removeDocument(entry.removed);
  }
}

function* snapshot(graph: FactsInMemory): Iterable<Entry> {
  for (const naming of graph.namings()) yield ofNaming(naming);
  for (const relation of graph.relations()) yield ofRelation(relation);
}

function ofNaming({ documentId, owner, entityId, name, type, alias }: Naming): Entry {
  return { name: [documentId, owner, entityId, name, type, alias] };
}

function ofRelation({ id, documentId, owner, source, type, target, chunkId, quote }: RelationFact): Entry {
  return { relation: [id, documentId, owner, source, type, target, chunkId, quote] };
}

async function* toAsync<T>(items: Iterable<T>): AsyncIterable<T> {
  for (const item of items) yield await Promise.resolve(item);
}
