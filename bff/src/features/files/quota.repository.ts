import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';

/** How many bytes all files of a user have, as attachments or as knowledge; what is there twice counts once. */
export async function bytesOf(db: Kysely<Schema>, userId: string): Promise<number> {
  const { bytes } = await db
    .selectFrom('files')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('bytes'), eb.val(0)).as('bytes'))
    .where((eb) =>
      eb.or([
        eb('id', 'in', eb.selectFrom('attachments').select('file_id').where('user_id', '=', userId)),
        eb('id', 'in', eb.selectFrom('knowledge').select('file_id').where('user_id', '=', userId)),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(bytes);
}
