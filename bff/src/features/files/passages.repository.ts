import { Box, Place, type Passage } from '@huati/shared';
import * as v from 'valibot';
import type { Database } from '../../db/database';
import type { PassageRow } from '../../db/schema';

/** What was read out of files. */
export interface PassagesRepository {
  /** At most `limit` passages after the `after`th, in reading order. */
  list(fileId: string, limit: number, after: number): Promise<Passage[]>;
}

export function createPassagesRepository({ kysely }: Database): PassagesRepository {
  return {
    list: async (fileId, limit, after) => {
      const rows = await kysely
        .selectFrom('file_passages')
        .selectAll()
        .where('file_id', '=', fileId)
        .where('n', '>', after)
        .orderBy('n')
        .limit(limit)
        .execute();
      return rows.map(toPassage);
    },
  };
}

/** A stored passage as the wire carries it. */
export function toPassage(row: Omit<PassageRow, 'file_id' | 'tokens'>): Passage {
  return {
    n: row.n,
    text: row.text,
    place: v.parse(Place, JSON.parse(row.place_json)),
    ...(row.boxes_json !== null && { boxes: v.parse(v.array(Box), JSON.parse(row.boxes_json)) }),
  };
}
