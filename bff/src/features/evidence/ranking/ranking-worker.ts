import { parentPort } from 'node:worker_threads';
import type { IndexedPassage, Vectors } from '@huati/ranking';
import type { Done, Numbered } from '../../../task-thread';
import { orderOf, type Order } from './order';
import { Shelf, TERMS_KEPT, VECTOR_BYTES_KEPT } from './shelf';

/** What the thread is asked to do. */
export type RankingTask =
  | { kind: 'known'; fileIds: string[] }
  | { kind: 'add'; fileId: string; passages: IndexedPassage[]; from: number; last: boolean }
  | { kind: 'vectors'; fileId: string; vectors: Vectors }
  | {
      kind: 'rank';
      files: { id: string; name: string; own: boolean }[];
      question: string;
      vector: number[] | undefined;
    };

/** Of `known`: the files whose terms, and whose vectors, are not here. Of `rank`: undefined where a file has gone. */
export interface RankingResult {
  unknown?: string[];
  withoutVectors?: string[];
  order?: Order | undefined;
}

const shelf = new Shelf(TERMS_KEPT, VECTOR_BYTES_KEPT);

/** Away from the thread that streams answers: a large file takes a tenth of a second. */
function done(task: RankingTask): RankingResult {
  switch (task.kind) {
    case 'known':
      return {
        unknown: task.fileIds.filter((id) => !shelf.get(id)),
        withoutVectors: task.fileIds.filter((id) => !shelf.get(id)?.vectors),
      };
    case 'add':
      shelf.add(task.fileId, task.passages, task.from, task.last);
      return {};
    case 'vectors':
      shelf.setVectors(task.fileId, task.vectors);
      return {};
    case 'rank': {
      const files = task.files.flatMap(({ id, ...file }) => {
        const found = shelf.get(id);
        return found ? { ...found, ...file } : [];
      });
      return { order: files.length < task.files.length ? undefined : orderOf(files, task.question, task.vector) };
    }
  }
}

parentPort?.on('message', ({ id, task }: Numbered<RankingTask>) => {
  parentPort?.postMessage({ id, result: done(task) } satisfies Done<RankingResult>);
});
