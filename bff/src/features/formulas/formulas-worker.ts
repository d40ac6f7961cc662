import { parentPort } from 'node:worker_threads';
import type { Formula } from '@huati/shared';
import type { Done, Numbered } from '../../task-thread';
import { setFormula, type Outcome } from './set-formula';

/** Sets formulas away from the thread that streams answers: one takes some ms, a strange one as long as it is let. */
parentPort?.on('message', ({ id, task }: Numbered<Formula>) => {
  parentPort?.postMessage({ id, result: setFormula(task) } satisfies Done<Outcome>);
});
