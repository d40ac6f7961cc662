import * as v from 'valibot';
import { readStored, removeStored, writeStored } from '@/platform/storage';

const KEY = 'chat.drafts';
/** The draft of the topic that does not exist yet. */
const NEW = '';
/** The most drafts kept; the ones untouched for longest go first. */
const DRAFTS_MAX = 50;
const WRITE_AFTER_MS = 300;

export type Drafts = ReturnType<typeof createDrafts>;

/** What was written but not sent, a text for each topic, kept on the device. */
export function createDrafts() {
  const stored = v.safeParse(v.record(v.string(), v.string()), readStored(KEY));
  const texts = new Map<string, string>(stored.success ? Object.entries(stored.output) : []);
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Writes what is waiting at once: the page may be about to go. */
  function flush(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    if (texts.size === 0) removeStored(KEY);
    else writeStored(KEY, Object.fromEntries(texts));
  }

  return {
    flush,
    /** The draft of a topic, null for a new one; empty where there is none. */
    get: (topicId: string | null): string => texts.get(topicId ?? NEW) ?? '',
    /** Keeps the draft of a topic; an empty text forgets it. */
    set(topicId: string | null, text: string): void {
      texts.delete(topicId ?? NEW);
      if (text !== '') texts.set(topicId ?? NEW, text);
      for (const oldest of [...texts.keys()].slice(0, Math.max(0, texts.size - DRAFTS_MAX))) texts.delete(oldest);
      timer ??= setTimeout(flush, WRITE_AFTER_MS);
    },
  };
}
