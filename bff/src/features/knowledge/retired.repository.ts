import type { DialectDifferences } from '../../db/dialect';

/** What makes a row one that is only to be deleted at the service: nothing else is kept of it. */
export function retired({ now }: Pick<DialectDifferences, 'now'>) {
  const nothing = { file_id: null, attachment_id: null, name: '', progress: null, error_json: null } as const;
  return { status: 'deleting', ...nothing, due_at: now, tries: 0 } as const;
}
