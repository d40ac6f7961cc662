import { join } from 'node:path';
import * as v from 'valibot';
import { openJsonlLog } from '../stores/jsonl-log';

const Counts = v.object({
  chunks: v.number(),
  entities: v.number(),
  relations: v.number(),
  /** What was found and not taken, by why. */
  dropped: v.record(v.string(), v.number()),
});
/** What came of a document. */
export type Counts = v.InferOutput<typeof Counts>;

const DocumentRecord = v.object({
  id: v.string(),
  owner: v.string(),
  title: v.string(),
  mime: v.string(),
  /** `passages`: read already; `file`: bytes that are to be read; `triples`: rows of data. */
  kind: v.picklist(['passages', 'file', 'triples']),
  /** Whether a model looks for entities and relations in it. */
  finds: v.boolean(),
  /** SHA-256 of the content, in hex. */
  hash: v.string(),
  /** What it was taken in with, such as the schema: with another it is taken in again when it is sent again. */
  recipe: v.string(),
  /** By what its files are named: another for each time that it was sent. */
  version: v.string(),
  /** Whether something of the same id was there before. */
  replaces: v.boolean(),
  /** Whether its rows are there already, and only the evidence for them has changed. */
  ties: v.optional(v.boolean()),
  /** Whether something is left of a document that was not taken in, and is to be taken away. */
  leaves: v.optional(v.boolean()),
  /** `removing`: nobody finds it any more, and what is left of it is being taken away. */
  status: v.picklist(['processing', 'ready', 'failed', 'removing']),
  error: v.optional(v.string()),
  counts: v.optional(Counts),
  /** The documents that its rows name as evidence. */
  evidence: v.optional(v.array(v.string())),
  /** The first rows that were not taken, and why. */
  faults: v.optional(v.array(v.object({ line: v.number(), reason: v.string() }))),
});
/** A document as it is kept. */
export type DocumentRecord = v.InferOutput<typeof DocumentRecord>;

const Line = v.union([v.object({ forgotten: v.string() }), DocumentRecord]);

/** The documents that there are: durable, and all in memory. */
export interface Registry {
  get(id: string): DocumentRecord | undefined;
  all(): DocumentRecord[];
  /** Resolves once it is on the disk; what cannot be written is not kept either. */
  set(record: DocumentRecord): Promise<void>;
  forget(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the registry in the folder `dir`, for this process alone. Throws where the folder cannot be used. */
export async function openRegistry(dir: string): Promise<Registry> {
  const records = new Map<string, DocumentRecord>();
  const log = await openJsonlLog({
    file: join(dir, 'documents.jsonl'),
    replay: (entry) => {
      const line = v.parse(Line, entry);
      if ('forgotten' in line) records.delete(line.forgotten);
      else records.set(line.id, line);
    },
    snapshot: () => records.values(),
    live: () => records.size,
  });
  return {
    get: (id) => records.get(id),
    all: () => [...records.values()],
    set: async (record) => {
      const before = records.get(record.id);
      records.set(record.id, record);
      try {
        await log.append([record]);
      } catch (error) {
        if (before && records.get(record.id) === record) records.set(record.id, before);
        else if (records.get(record.id) === record) records.delete(record.id);
        throw error;
      }
    },
    forget: async (id) => {
      if (records.delete(id)) await log.append([{ forgotten: id }]);
    },
    close: () => log.close(),
  };
}
