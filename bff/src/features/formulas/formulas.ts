import type { Formula, FormulasReply, FormulasRequest } from '@huati/shared';
import { limitPerMinute } from '../../limits';
import type { Logger } from '../../logger';
import type { Redis } from '../../redis/connection';
import { createSetting } from './setting';

/** Requests of one user or address a minute; a client asks once for all formulas of what it shows. */
const PER_MINUTE = 120;
/** So long one request is worked on; what is left of it can be asked for again. ms. */
const REQUEST_MS = 5_000;

export interface FormulasService {
  /** Sets formulas for `who`, a user's id or what stands for an address. Throws `rate_limited`. */
  set(who: string, request: FormulasRequest): Promise<FormulasReply>;
}

export interface Formulas {
  service: FormulasService;
  close(): Promise<void>;
}

/** Formulas as pictures, with the thread that sets them, which starts with the first one. */
export function createFormulas({ redis, logger }: { redis: Redis | undefined; logger: Logger }): Formulas {
  const setting = createSetting(logger);
  const admit = limitPerMinute(PER_MINUTE, 'requests for formulas', redis);
  /** The request of each that is being worked on: one at a time, so that nobody holds up the others. */
  const turns = new Map<string, Promise<unknown>>();

  async function inTurn(items: readonly Formula[]): Promise<FormulasReply['items']> {
    const until = Date.now() + REQUEST_MS;
    const made: FormulasReply['items'] = [];
    for (const item of items) made.push(Date.now() < until ? await setting.set(item) : { error: 'unavailable' });
    return made;
  }

  return {
    service: {
      set: async (who, { items }) => {
        await admit(who);
        const mine = (turns.get(who) ?? Promise.resolve()).then(() => inTurn(items));
        turns.set(who, mine);
        try {
          return { items: await mine };
        } finally {
          if (turns.get(who) === mine) turns.delete(who);
        }
      },
    },
    close: setting.close,
  };
}
