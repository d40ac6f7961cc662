import { createTaskThread, type TaskThread } from '../../../task-thread';
import type { RankingResult, RankingTask } from './ranking-worker';

/** The thread that ranks. */
export type RankingThread = TaskThread<RankingTask, RankingResult>;

export function createRankingThread(): RankingThread {
  return createTaskThread('ranking-worker', import.meta.url);
}
