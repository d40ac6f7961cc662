import { createTaskThread } from '../../task-thread';
import { remember } from '../../remember';
import type { Drawn } from './card-worker';
import type { CardWords } from './draw-card';

/** Pictures that are kept, of some 50 KB each: those that show links ask several times for one. */
const KEPT = 40;

/** The pictures that stand for links. */
export interface Cards {
  /** The picture of these words as a PNG; undefined: the product's mark alone. */
  of(words: CardWords | undefined): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function createCards(): Cards {
  const thread = createTaskThread<CardWords | undefined, Drawn>('card-worker', import.meta.url);
  // By their words: they change with a live share, and go with none.
  const kept = new Map<string, Promise<Uint8Array>>();

  const draw = async (words: CardWords | undefined): Promise<Uint8Array> => {
    const drawn = await thread.run(words);
    if ('error' in drawn) throw new Error(`the picture was not drawn: ${drawn.error}`);
    return drawn.png;
  };
  return {
    of: async (words) => {
      const key = JSON.stringify(words ?? null);
      const known = kept.get(key) ?? draw(words);
      remember(kept, key, known, KEPT);
      try {
        return await known;
      } catch (error) {
        if (kept.get(key) === known) kept.delete(key);
        throw error;
      }
    },
    close: thread.close,
  };
}
