import type { IndexedPassage, Vectors } from '@huati/ranking';
import type { EvidenceRepository, TopicFile } from '../evidence.repository';
import { headingsOf } from '../headings';
import type { Order } from './order';
import type { RankingThread } from './thread';
import { TERMS_KEPT, VECTOR_BYTES_KEPT } from './shelf';

/** Passages read from the database in one go: a few ms of it. */
const BATCH = 100;
/** So much of what can be kept, of 1, may be asked about at once: others ask as well. */
const AT_ONCE = 0.75;
/** How often a file that was forgotten meanwhile is read again. */
const TRIES = 3;

export interface Asked {
  files: readonly (TopicFile & { own: boolean })[];
  question: string;
  /** What the question means, where that is known. */
  vector?: number[] | undefined;
  /** What a file's passages mean, where that is known; asked for those alone that the thread does not have. */
  vectorsOf?: ((file: TopicFile) => Promise<Vectors | undefined>) | undefined;
}

/** Ranks passages, on a thread of its own, which keeps the terms of files that were asked about lately. */
export interface Ranking {
  /** The passages of the files in the order they matter. Files beyond what can be kept at once are left out, the oldest first. */
  rank(asked: Asked): Promise<Order>;
  close(): Promise<void>;
}

export function createRanking(repository: Pick<EvidenceRepository, 'passages'>, thread: RankingThread): Ranking {
  const feeding = new Map<string, Promise<void>>();

  const feed = async (fileId: string): Promise<void> => {
    for (let from = 0; ; from += BATCH) {
      const rows = await repository.passages(fileId, from, BATCH);
      const passages = rows.map(({ text, place_json: place, tokens }): IndexedPassage => {
        return { text, headings: headingsOf(place).join(' '), tokens };
      });
      const last = rows.length < BATCH;
      // The answer is waited for: files of others come in between, and this thread goes on with what else it has to do.
      await thread.run({ kind: 'add', fileId, passages, from, last });
      if (last) return;
    }
  };
  const fed = (fileId: string): Promise<void> => {
    const running = feeding.get(fileId) ?? feed(fileId).finally(() => feeding.delete(fileId));
    feeding.set(fileId, running);
    return running;
  };

  const know = async (files: ReadonlyMap<string, TopicFile>, vectorsOf: Asked['vectorsOf']): Promise<void> => {
    const { unknown = [], withoutVectors = [] } = await thread.run({ kind: 'known', fileIds: [...files.keys()] });
    // One after the other: an embedded database would hold this thread up with all of them in one go.
    for (const fileId of unknown) await fed(fileId);
    let bytes = 0;
    for (const fileId of withoutVectors) {
      const file = files.get(fileId);
      if (!file || !vectorsOf || bytes > VECTOR_BYTES_KEPT * AT_ONCE) return;
      const vectors = await vectorsOf(file);
      if (vectors) await thread.run({ kind: 'vectors', fileId, vectors });
      bytes += vectors?.numbers.length ?? 0;
    }
  };

  return {
    rank: async ({ files: all, question, vector, vectorsOf }) => {
      const files = kept(all);
      const places = files.map((file) => all.indexOf(file));
      const contents = new Map(files.map((file) => [file.file_id, file]));
      const asked = files.map(({ file_id: id, name, own }) => ({ id, name, own }));
      for (let tried = 0; tried < TRIES; tried += 1) {
        await know(contents, vectorsOf);
        const { order } = await thread.run({ kind: 'rank', files: asked, question, vector });
        if (order) return renumbered(order, places);
      }
      throw new Error('the files to rank are forgotten as soon as they are known');
    },
    close: thread.close,
  };
}

/** The newest files that can be kept at once, the question's own before others. */
function kept<T extends TopicFile & { own: boolean }>(files: readonly T[]): T[] {
  let left = TERMS_KEPT * AT_ONCE;
  const wanted = new Set(
    [...files.filter(({ own }) => own), ...files.filter(({ own }) => !own).reverse()].filter(({ tokens }) => {
      left -= tokens;
      return left >= 0;
    }),
  );
  return files.filter((file) => wanted.has(file));
}

/** The same with the files' places among all that were given. */
function renumbered({ matching, spread }: Order, places: readonly number[]): Order {
  const moved = (all: Order['matching']) => all.map((ranked) => ({ ...ranked, file: places[ranked.file] ?? 0 }));
  return { matching: moved(matching), spread: moved(spread) };
}
