import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger';
import { Refusal } from '../refusal';
import type { Contents } from './contents';
import { InTurn } from './in-turn';
import type { Knowledge } from './knowledge';
import { Queue } from './queue';
import type { DocumentRecord, Registry } from './registry';
import type { TakingIn } from './taking-in';
import type { TakingTriples } from './triples';
import { Tying } from './tying';
import { createWorking } from './working';

/** A document as it comes. */
export type Incoming = Pick<DocumentRecord, 'id' | 'owner' | 'title' | 'mime' | 'kind' | 'finds' | 'hash'>;

export interface DocumentsParts {
  registry: Registry;
  contents: Contents;
  knowledge: Knowledge;
  takeIn: TakingIn;
  takeTriples: TakingTriples;
  /** See `DocumentRecord`. */
  recipe: string;
  logger: Logger;
}

/** The documents of everybody. What concerns one id is done in the order in which it is asked for. */
export interface Documents {
  /**
   * Keeps a document in the place of what had its id; `keep` puts its content into the contents. Resolves once it is kept; it is
   * taken in afterwards. The very same again changes nothing, unless it failed. Rejects where it cannot be kept: then all stays as
   * it was; and with Refusal once this is closed.
   */
  receive(incoming: Incoming, keep: (document: DocumentRecord) => Promise<void>): Promise<DocumentRecord>;
  /** Undefined where there is none, or none any more. */
  get(id: string): DocumentRecord | undefined;
  of(owner: string): DocumentRecord[];
  /** The part of it that is taken in, 0 to 1. */
  progress(id: string): number;
  /** Takes away all of it; false where there was none. Rejects where a store is away: then it is found no more, and may be asked for again. */
  remove(id: string): Promise<boolean>;
  /** Does `work` while nothing else is asked for about this one. */
  alone(id: string, work: () => Promise<void>): Promise<void>;
  /** How many are being taken in, and how many chunks there are of all others. */
  readonly pending: number;
  readonly chunks: number;
  /** Resolves once nothing is being taken in. */
  idle(): Promise<void>;
  /** Resolves once this one is not being taken in any more, or this is closed. */
  finished(id: string): Promise<void>;
  /** Goes on with what was not finished. */
  begin(): void;
  close(): Promise<void>;
}

/** So many documents are taken in at once. */
const AT_ONCE = 4;
/** So much later what could not be done for want of a store or room is tried again, in ms. */
const AGAIN_AFTER_MS = 60_000;

export function createDocuments(parts: DocumentsParts): Documents {
  const { registry, contents, logger } = parts;
  const inTurn = new InTurn();
  const progress = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const tying = new Tying(registry);
  let closed = false;

  const { work, takeAway } = createWorking(parts, tying, progress);
  const queue = new Queue(AT_ONCE, async (id, signal) => {
    try {
      await work(id, signal);
    } catch (error) {
      if (!signal.aborted) {
        logger.error({ err: error, document: id }, 'a document cannot be worked on');
        later(id);
      }
    } finally {
      progress.delete(id);
      tellFinished(id);
      if (queue.size <= 1) await tieAgain();
    }
  });
  const later = (id: string): void => {
    const timer = setTimeout(() => {
      const document = registry.get(id);
      if (document && !closed) queue.add(id, document.owner);
    }, AGAIN_AFTER_MS);
    timer.unref();
  };
  const tellFinished = (id: string): void => {
    for (const tell of waiting.get(id) ?? []) tell();
    waiting.delete(id);
  };
  /** Once all documents are there: while many come, rows would be taken in again for each of them. */
  const tieAgain = async (): Promise<void> => {
    for (const id of tying.take()) {
      const document = registry.get(id);
      if (document?.status !== 'ready') continue;
      await registry.set({ ...document, status: 'processing', ties: true });
      if (registry.get(id)?.version === document.version) queue.add(id, document.owner);
    }
  };
  const get = (id: string): DocumentRecord | undefined => {
    const document = registry.get(id);
    return document && document.status !== 'removing' ? shown(document) : undefined;
  };

  const receive: Documents['receive'] = async (incoming, keep) => {
    const before = registry.get(incoming.id);
    if (before && isSame(before, { ...incoming, recipe: parts.recipe })) return before;
    if (closed) throw new Refusal('closing', 'the service is closing');
    const document: DocumentRecord = {
      ...incoming,
      recipe: parts.recipe,
      version: randomUUID(),
      replaces: before !== undefined,
      status: 'processing',
    };
    try {
      await keep(document);
      await queue.drop(document.id);
      await registry.set(document);
    } catch (error) {
      await contents.remove(document);
      if (before && isUnfinished(before)) queue.add(before.id, before.owner);
      throw error;
    }
    tellFinished(document.id);
    if (before) await contents.remove(before);
    queue.add(document.id, document.owner);
    return document;
  };

  return {
    get,
    of: (owner) => registry.all().flatMap((each) => (each.owner === owner ? (get(each.id) ?? []) : [])),
    progress: (id) => progress.get(id) ?? 0,
    receive: (incoming, keep) => inTurn.do(incoming.id, () => receive(incoming, keep)),
    remove: (id) =>
      inTurn.do(id, async () => {
        const document = registry.get(id);
        if (!document) return false;
        await queue.drop(id);
        tellFinished(id);
        const removing = { ...document, status: 'removing' as const };
        await registry.set(removing);
        tying.touch(id);
        try {
          await takeAway(removing);
        } catch (error) {
          later(id);
          throw error;
        }
        if (queue.size === 0) await tieAgain();
        return true;
      }),
    alone: (id, work) => inTurn.do(id, work),
    get pending() {
      return queue.size;
    },
    get chunks() {
      return registry.all().reduce((sum, { counts }) => sum + (counts?.chunks ?? 0), 0);
    },
    idle: () => queue.idle(),
    finished: async (id) => {
      if (closed || get(id)?.status !== 'processing') return;
      await new Promise<void>((resolve) => waiting.set(id, [...(waiting.get(id) ?? []), resolve]));
    },
    begin: () => {
      for (const document of registry.all()) if (isUnfinished(document)) queue.add(document.id, document.owner);
    },
    close: async () => {
      closed = true;
      await queue.close();
      for (const id of [...waiting.keys()]) tellFinished(id);
    },
  };
}

/** Rows are there while they are tied to other evidence. */
function shown(document: DocumentRecord): DocumentRecord {
  return document.status === 'processing' && document.ties === true ? { ...document, status: 'ready' } : document;
}

function isUnfinished({ status, leaves }: DocumentRecord): boolean {
  return status === 'processing' || status === 'removing' || leaves === true;
}

function isSame(before: DocumentRecord, incoming: Incoming & { recipe: string }): boolean {
  if (before.status !== 'ready' && before.status !== 'processing') return false;
  // Without a title it was given one from its text.
  if (incoming.title !== '' && before.title !== incoming.title) return false;
  const keys = ['owner', 'mime', 'kind', 'finds', 'hash', 'recipe'] as const;
  return keys.every((key) => before[key] === incoming[key]);
}
