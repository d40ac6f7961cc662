import { SharedTopic } from '@huati/shared';
import * as v from 'valibot';

/** What the server put into the page: the share, that it has a password, that it is gone, or nothing, where it is too long. */
export type Embedded = { kind: 'topic'; topic: SharedTopic } | { kind: 'locked' | 'gone' | 'none' };

const Locked = v.object({ locked: v.literal(true) });
const Gone = v.object({ gone: v.literal(true) });

/** Reads it once; what is not as it must be counts as nothing, and is asked for. */
export function embedded(): Embedded {
  const found = parsed(document.getElementById('shared')?.textContent ?? '');
  const topic = v.safeParse(SharedTopic, found);
  if (topic.success) return { kind: 'topic', topic: topic.output };
  if (v.is(Locked, found)) return { kind: 'locked' };
  return { kind: v.is(Gone, found) ? 'gone' : 'none' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The id of the share in an address such as `/s/<id>`; empty where it has none. */
export function shareIdOf(path: string): string {
  return decodeURIComponent(/^\/s\/([^/]+)/.exec(path)?.[1] ?? '');
}
