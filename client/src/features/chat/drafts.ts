import * as v from 'valibot';
import { deviceShelf } from '@/platform/shelf';
import { readStored, removeStored, storedKeys, writeStored } from '@/platform/storage';
import { onStoredElsewhere } from '@/platform/stored-elsewhere';

const PREFIX = 'draft.';
/** All of them in one, as earlier versions kept them. */
const OLD_KEY = 'chat.drafts';
/** The draft of the topic that does not exist yet. */
const NEW = '';
/** The most drafts kept; the ones untouched for longest go first. */
const DRAFTS_MAX = 50;
const WRITE_AFTER_MS = 300;

/** `at`: when it was written, ms since 1970; `from`: the message that it quotes. */
const Kept = v.object({ text: v.string(), at: v.number(), from: v.optional(v.nullable(v.string()), null) });

type Draft = Pick<v.InferOutput<typeof Kept>, 'text' | 'from'>;

/**
 * What was written but not sent, a text for each topic, on the device: each under a key of its own, so that two tabs do
 * not overwrite each other's. `changed` is called where another tab wrote a draft of which nothing waits here.
 */
export function createDrafts(changed: () => void = () => undefined) {
  /** What was not kept yet, or finds no room. */
  const waiting = new Map<string, Draft>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  takeOver();
  onStoredElsewhere((key) => {
    if (key.startsWith(PREFIX) && !waiting.has(key.slice(PREFIX.length))) changed();
  });

  function keep(name: string, { text, from }: Draft): boolean {
    latest = Math.max(Date.now(), latest + 1);
    // What was written here is nowhere else; what can be read again makes room for it.
    while (!writeStored(PREFIX + name, { text, at: latest, ...(from !== null && { from }) }))
      if (!deviceShelf().evict()) return false;
    return true;
  }

  /** Writes what is waiting at once: the page may be about to go. */
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    for (const [name, draft] of [...waiting]) {
      if (draft.text === '') removeStored(PREFIX + name);
      if (draft.text === '' || keep(name, draft)) waiting.delete(name);
    }
    forgetOldest();
  }

  const draftOf = (name: string): Draft | undefined => waiting.get(name) ?? stored(name);

  return {
    flush,
    /** The draft of a topic, null for a new one; empty where there is none. */
    get: (topicId: string | null): string => draftOf(topicId ?? NEW)?.text ?? '',
    /** The message that the draft quotes, null where that is not known. */
    from: (topicId: string | null): string | null => draftOf(topicId ?? NEW)?.from ?? null,
    /** Keeps the draft of a topic; an empty text forgets it. */
    set(topicId: string | null, text: string, from: string | null = null): void {
      waiting.delete(topicId ?? NEW);
      waiting.set(topicId ?? NEW, { text, from });
      timer ??= setTimeout(flush, WRITE_AFTER_MS);
    },
  };
}

function stored(name: string): v.InferOutput<typeof Kept> | undefined {
  const kept = v.safeParse(Kept, readStored(PREFIX + name));
  return kept.success ? kept.output : undefined;
}

function forgetOldest(): void {
  const names = storedKeys(PREFIX).map((key) => key.slice(PREFIX.length));
  if (names.length <= DRAFTS_MAX) return;
  const byAge = names.map((name) => ({ name, at: stored(name)?.at ?? 0 })).sort((a, b) => a.at - b.at);
  for (const { name } of byAge.slice(0, names.length - DRAFTS_MAX)) removeStored(PREFIX + name);
}

/** Drafts that an earlier version left stay drafts. */
function takeOver(): void {
  const old = v.safeParse(v.record(v.string(), v.string()), readStored(OLD_KEY));
  if (!old.success) return;
  const kept = Object.entries(old.output).every(([name, text]) => writeStored(PREFIX + name, { text, at: 0 }));
  if (kept) removeStored(OLD_KEY);
}
