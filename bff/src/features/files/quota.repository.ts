import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';

/** How long the place of a file in the store is open to its user, in seconds. */
export const OPEN_S = 3600;

/** How many bytes all files of a user have, as attachments or as knowledge; what is there twice counts once. */
export async function bytesOf(db: Kysely<Schema>, userId: string): Promise<number> {
  // Joined from the user's own: asked by `in`, MySQL looks at every file of the deployment.
  const { bytes } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('attachments')
        .select('file_id')
        .where('user_id', '=', userId)
        .union(
          eb
            .selectFrom('knowledge')
            .select('file_id')
            .where('user_id', '=', userId)
            .where('file_id', 'is not', null)
            .$narrowType<{ file_id: string }>(),
        )
        .as('own'),
    )
    .innerJoin('files', 'files.id', 'own.file_id')
    // What did not come while its place was open comes no more, but by another way.
    .where((eb) => eb.or([eb('files.sha256', 'is not', null), eb('files.created_at', '>', Date.now() - OPEN_S * 1000)]))
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('files.bytes'), eb.val(0)).as('bytes'))
    .executeTakeFirstOrThrow();
  return Number(bytes);
}
