import { AnswerLog } from './answer-log';
import { storedEnd } from './to-message';
import type { MessageRow } from '../../db/schema';

/** How often a stored answer is looked at again, in ms: its writer writes it down each second. */
const LOOK_MS = 500;

/**
 * A log fed from the database, for an answer whose writer is not this process: another one, or one that died. It ends
 * when the stored answer does. `look` reads the row again; undefined where it is gone.
 */
export function tailStored(row: MessageRow, look: () => Promise<MessageRow | undefined>): AnswerLog {
  const log = new AnswerLog(row.id, row.text, row.reasoning ?? '');
  const timer = setInterval(() => void step(), LOOK_MS);
  timer.unref();

  const end = (next: MessageRow | undefined): void => {
    clearInterval(timer);
    log.finish((next && storedEnd(next)) ?? { status: 'interrupted' });
  };
  const step = async (): Promise<void> => {
    let next: MessageRow | undefined;
    try {
      next = await look();
    } catch {
      // The database is away for a moment: the next look tells.
      return;
    }
    if (!next) {
      end(next);
      return;
    }
    log.append('reasoning', (next.reasoning ?? '').slice(log.reasoning.length));
    log.append('text', next.text.slice(log.text.length));
    if (next.status !== 'streaming') end(next);
  };
  return log;
}
