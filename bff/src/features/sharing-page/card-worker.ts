import { parentPort } from 'node:worker_threads';
import type { Done, Numbered } from '../../task-thread';
import { drawCard, type CardWords } from './draw-card';

/** What became of one picture. */
export type Drawn = { png: Uint8Array } | { error: string };

async function drawn(words: CardWords | undefined): Promise<Drawn> {
  try {
    return { png: await drawCard(words) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Draws away from the thread that streams answers: a picture takes some tens of ms. */
parentPort?.on('message', ({ id, task }: Numbered<CardWords | undefined>) => {
  void drawn(task).then((result) => parentPort?.postMessage({ id, result } satisfies Done<Drawn>));
});
