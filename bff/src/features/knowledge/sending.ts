import type { WireError } from '@huati/shared';
import type { Logger } from '../../logger';
import { ownerOf, type Documents } from '../../upstreams/graphrag/documents';
import { GraphRagError } from '../../upstreams/graphrag/endpoint';
import { againIn, askIn, type KnowledgePace } from './again';
import type { Claimed, Outcome, SendingRepository } from './sending.repository';

/** How often it is looked for what is left of people who are gone, in ms. */
const LEFT_MS = 3600_000;
/** By how much the database's clock may be late, in ms. */
const LATE_MS = 20;
/** Calls of the service at the same time by one process. */
const PLACES = 4;
/** After this without a word of the service, in ms, a document has failed. */
const GIVEN_UP_MS = 24 * 3600_000;

export interface Sending {
  /** Sends, asks about and deletes what is due, as far as there are places; not waiting for it. Never rejects. */
  look(): Promise<void>;
  /** Breaks off what runs and gives it back. */
  close(): Promise<void>;
}

export interface SendingParts {
  repository: SendingRepository;
  documents: Documents;
  pace: KnowledgePace;
  logger: Logger;
}

/** Brings the service to what the database says, every `pace.lookMs` and when told; all processes do. */
export function startSending({ repository, documents, pace, logger }: SendingParts): Sending {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;
  let asked = 0;

  const settled = async (claimed: Claimed, outcome: Outcome): Promise<void> => {
    const { dueIn, status, error } = outcome;
    await repository.settle(claimed, outcome);
    if (status === 'failed') logger.warn({ knowledgeId: claimed.id, fault: error?.message }, 'knowledge failed');
    if (dueIn !== null && dueIn < pace.lookMs) setTimeout(() => void look(), dueIn + LATE_MS).unref();
  };
  const worked = async (claimed: Claimed): Promise<void> => {
    try {
      const outcome = await carriedOut(claimed, { documents, repository, pace }, closing.signal);
      if (outcome === 'deleted') await repository.forget(claimed);
      else await settled(claimed, outcome);
    } catch (error) {
      if (!(error instanceof GraphRagError)) throw error;
      if (closing.signal.aborted) return repository.settle(claimed, unchanged(claimed));
      const { id, status } = claimed;
      logger.warn({ knowledgeId: id, status, fault: error.message }, 'a call for knowledge failed');
      await settled(claimed, afterFault(claimed, error, pace));
    }
  };
  const start = (claimed: Claimed): void => {
    const work = worked(claimed)
      .catch((error: unknown) => {
        // The row is free again once it is no longer held.
        logger.error({ err: error, knowledgeId: claimed.id }, 'work on knowledge failed');
      })
      .finally(() => {
        running.delete(work);
        void look();
      });
    running.add(work);
  };
  const fill = async (): Promise<void> => {
    try {
      while (!closing.signal.aborted && running.size < PLACES) {
        const before = asked;
        const claimed = await repository.claim();
        if (claimed) start(claimed);
        // What was told meanwhile may not have been seen.
        else if (asked === before) return;
      }
    } catch (error) {
      logger.error({ err: error }, 'looking for knowledge to send failed');
    }
  };
  const look = (): Promise<void> => {
    asked += 1;
    looking ??= fill().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const retireLeft = async (): Promise<void> => {
    try {
      await repository.retireLeft();
    } catch (error) {
      logger.error({ err: error }, 'looking for knowledge that is left failed');
    }
  };
  const timers = [setInterval(() => void look(), pace.lookMs), setInterval(() => void retireLeft(), LEFT_MS)];
  for (const timer of timers) timer.unref();
  void retireLeft().then(look);

  return {
    look,
    close: async () => {
      closing.abort();
      for (const timer of timers) clearInterval(timer);
      await looking;
      await Promise.all(running);
    },
  };
}

type Parts = Pick<SendingParts, 'documents' | 'repository' | 'pace'>;

/** Does the one thing that is due. Throws GraphRagError. */
async function carriedOut(
  claimed: Claimed,
  { documents, repository, pace }: Parts,
  signal: AbortSignal,
): Promise<Outcome | 'deleted'> {
  const { id, status, user_id: userId, file_id: fileId, tries } = claimed;
  if (status === 'deleting') {
    await documents.remove(id, signal);
    return 'deleted';
  }
  if (userId === null || fileId === null) {
    await repository.retireLeft();
    return unchanged(claimed);
  }
  if (status === 'processing') return lookedUp(claimed, { documents, pace }, signal);
  const content = await repository.contentOf(fileId);
  await documents.put(id, { owner: ownerOf(userId), title: claimed.name, ...content }, signal);
  // A service that loses what it takes is not to be sent it in a circle: only its word on the document ends that count.
  return { status: 'processing', dueIn: askIn(pace, 0), tries, taken: true };
}

async function lookedUp(
  claimed: Claimed,
  { documents, pace }: Omit<Parts, 'repository'>,
  signal: AbortSignal,
): Promise<Outcome> {
  const { id, status, tries, age, took } = claimed;
  const state = await documents.state(id, signal);
  if (!state && age > GIVEN_UP_MS) {
    return failed({ message: 'the GraphRAG service does not keep the document', reason: 'reported' });
  }
  if (!state) return { status: 'sending', dueIn: againIn(pace, status, tries), tries: tries + 1 };
  if (state.status === 'ready') return { status: 'ready', dueIn: null };
  if (state.status === 'failed') {
    return failed({ message: 'the GraphRAG service could not take the document in', reason: 'reported' });
  }
  return { status, dueIn: askIn(pace, took), heard: true, progress: state.progress ?? null };
}

function afterFault(claimed: Claimed, { message, reason, forGood }: GraphRagError, pace: KnowledgePace): Outcome {
  const { status, tries, age, progress } = claimed;
  const goesOn = status === 'deleting' || !(forGood || age > GIVEN_UP_MS);
  if (!goesOn) return failed({ message, reason });
  return {
    status,
    dueIn: againIn(pace, status, tries),
    tries: tries + 1,
    progress,
  };
}

function unchanged({ status, tries, progress }: Claimed): Outcome {
  return { status, dueIn: 0, tries, progress };
}

function failed(error: Pick<WireError, 'message' | 'reason'>): Outcome {
  return { status: 'failed', dueIn: null, error: { code: 'upstream_unavailable', ...error } };
}
