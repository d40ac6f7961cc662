import * as v from 'valibot';
import { openJsonlLog } from '../stores/jsonl-log';
import type { Found } from './found';

const text = v.string();
const Entity = v.object({
  documentId: text,
  owner: text,
  entityId: text,
  name: text,
  type: text,
  aliases: v.array(text),
});
const Relation = v.object({
  id: text,
  documentId: text,
  owner: text,
  source: text,
  type: text,
  target: text,
  chunkId: text,
  quote: text,
});
const Line = v.union([
  v.object({ begun: v.literal(true) }),
  v.object({
    n: v.number(),
    facts: v.object({ entities: v.array(Entity), relations: v.array(Relation) }),
    dropped: v.record(text, v.number()),
  }),
]);

/** What is done of a document, so that what a model was asked for once is not asked for again after a crash. */
export interface Progress {
  /** Whether what was there before is gone. */
  begun: boolean;
  /** What was found in each chunk, by its number. */
  found: Map<number, Found>;
  begin(): Promise<void>;
  /** Resolves once it is on the disk. */
  tell(n: number, found: Found): Promise<void>;
  close(): Promise<void>;
}

export async function openProgress(path: string): Promise<Progress> {
  const found = new Map<number, Found>();
  let begun = false;
  const log = await openJsonlLog({
    file: path,
    replay: (entry) => {
      const line = v.parse(Line, entry);
      if ('begun' in line) begun = true;
      else found.set(line.n, { facts: line.facts, dropped: line.dropped });
    },
    snapshot: function* () {
      if (begun) yield { begun };
      for (const [n, each] of found) yield { n, ...each };
    },
    live: () => found.size + 1,
  });
  return {
    get begun() {
      return begun;
    },
    found,
    begin: async () => {
      begun = true;
      await log.append([{ begun }]);
    },
    tell: async (n, each) => {
      found.set(n, each);
      await log.append([{ n, ...each }]);
    },
    close: () => log.close(),
  };
}
