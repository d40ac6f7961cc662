import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';

/** How many bytes all files of a user have, as attachments or as knowledge; what is there twice counts once. */
export async function bytesOf(db: Kysely<Schema>, userId: string): Promise<number> {
  // Joined from the user's own: asked by `in`, MySQL looks at every file of the deployment.
  const { bytes } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('attachments')
        .select('file_id')
        .where('user_id', '=', userId)
        .union(eb.selectFrom('knowledge').select('file_id').where('user_id', '=', userId))
        .as('own'),
    )
    .innerJoin('files', 'files.id', 'own.file_id')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('files.bytes'), eb.val(0)).as('bytes'))
    .executeTakeFirstOrThrow();
  return Number(bytes);
}
