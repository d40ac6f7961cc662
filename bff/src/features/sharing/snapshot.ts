import { SharedMessage } from '@huati/shared';
import * as v from 'valibot';
import type { ShareRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { SharedRow } from './sharing.repository';

/** The longest snapshot that is kept, in bytes. */
export const SNAPSHOT_MAX_BYTES = 8_000_000;

const Snapshot = v.object({ messages: v.array(SharedMessage) });

/**
 * Those of `rows` that have ended, and where ids are chosen these alone. Throws `invalid` where one of the chosen is not there or
 * has not ended, and where nothing is left.
 */
export function chosenOf(rows: readonly SharedRow[], ids: readonly string[] | undefined): SharedRow[] {
  const ended = rows.filter(({ status }) => status !== 'streaming');
  const wanted = ids && new Set(ids);
  const chosen = wanted ? ended.filter(({ id }) => wanted.has(id)) : ended;
  if (wanted && chosen.length < wanted.size) {
    throw new Failure('invalid', 'messageIds: one is not on the branch that is shown, or is still being written');
  }
  if (chosen.length === 0) throw new Failure('invalid', 'there is nothing to share yet');
  return chosen;
}

/** Messages as a share keeps them. Throws `too_large`. */
export function toSnapshot(messages: readonly SharedMessage[]): string {
  const json = JSON.stringify({ messages });
  if (Buffer.byteLength(json, 'utf8') > SNAPSHOT_MAX_BYTES) throw tooLarge();
  return json;
}

export function tooLarge(): Failure {
  return new Failure('too_large', 'this is more than can be shared: choose messages of it');
}

export function messagesIn({ snapshot_json: json }: Pick<ShareRow, 'snapshot_json'>): SharedMessage[] {
  return v.parse(Snapshot, JSON.parse(json)).messages;
}
