import { Failure } from '../../failure';
import type { Logger } from '../../logger';
import { pause } from '../../pause';
import type { LiveShare } from './shown-now';
import type { SharingRepository } from './sharing.repository';
import { verdictsIn, type Verdicts } from './verdicts';

/** How long whoever reads a live share waits for texts to be checked, in ms: what is checked later is shown later. */
const WAIT_MS = 2500;
/** Texts of one share that are checked at the same time. */
const AT_ONCE = 4;

/** Words of a live share that others would read, by the id of their message or by a title's key. */
export interface Words {
  id: string;
  words: string;
}

export interface Settling {
  /**
   * What is known of these after having had checked, for a little while at most, what was not checked yet. Never rejects: what
   * cannot be checked is not known, and tried again when it is asked for next.
   */
  settle(share: LiveShare, words: readonly Words[]): Promise<Verdicts>;
  /** Remembers whether others may read the message, for all processes; the first verdict stands. */
  keep(shareId: string, messageId: string, may: boolean): Promise<void>;
}

export interface SettlingParts {
  repository: Pick<SharingRepository, 'keepVerdict'>;
  /** Rejects with `content_refused` where the text may not be shown to others. */
  check(userId: string, text: string): Promise<void>;
  /** Told of what is refused. */
  refused?: ((share: LiveShare, id: string) => void) | undefined;
  logger: Logger;
}

export function createSettling({ repository, check, refused, logger }: SettlingParts): Settling {
  /** Being checked now, by share and id: many read a share at the same time. */
  const running = new Map<string, Promise<boolean | undefined>>();

  const judge = async (share: LiveShare, { id, words }: Words): Promise<boolean | undefined> => {
    try {
      const may = await passes(check(share.user_id, words));
      await repository.keepVerdict(share.id, id, may);
      if (!may) refused?.(share, id);
      return may;
    } catch (error) {
      logger.warn({ err: error }, 'a text of a live share could not be checked');
      return undefined;
    }
  };
  const judged = (share: LiveShare, words: Words): Promise<boolean | undefined> => {
    const key = `${share.id} ${words.id}`;
    const known = running.get(key);
    if (known) return known;
    const judging = judge(share, words).finally(() => running.delete(key));
    running.set(key, judging);
    return judging;
  };

  return {
    settle: async (share, words) => {
      const verdicts = new Map(verdictsIn(share));
      const open = words.filter(({ id }) => !verdicts.has(id));
      if (open.length === 0) return verdicts;
      let late = false;
      const work = async (): Promise<void> => {
        for (let next = open.shift(); next && !late; next = open.shift()) {
          const may = await judged(share, next);
          if (may !== undefined) verdicts.set(next.id, may);
        }
      };
      const all = Promise.all(Array.from({ length: AT_ONCE }, work));
      await Promise.race([all, pause(WAIT_MS)]);
      late = true;
      return verdicts;
    },
    keep: (shareId, messageId, may) => repository.keepVerdict(shareId, messageId, may),
  };
}

async function passes(check: Promise<void>): Promise<boolean> {
  try {
    await check;
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'content_refused') return false;
    throw error;
  }
}
