import { Attachment, TopicSettings } from '@huati/shared';
import * as v from 'valibot';
import { deviceShelf } from '@/platform/shelf';
import { readStored, removeStored, storedKeys, writeStored } from '@/platform/storage';

const PREFIX = 'outbox.';
/** One list of all questions, as earlier versions kept it. */
const OLD_KEY = 'chat.outgoing';

const Kept = v.object({
  askId: v.string(),
  topicId: v.nullable(v.string()),
  /** Which of the topics that do not exist yet it belongs to, where `topicId` is null. */
  begins: v.nullable(v.string()),
  text: v.string(),
  /** When it was written, ms since 1970: the order in which questions go out. */
  writtenAt: v.number(),
  /** It may have reached the server. */
  sent: v.boolean(),
  /** What the topic it begins is to be asked with. */
  settings: v.optional(TopicSettings),
  /** What it asks about; left out where that is its text alone. */
  attachments: v.optional(v.array(Attachment)),
});

/** A question on the device. `topicId` is null where it begins a topic. */
export type KeptQuestion = v.InferOutput<typeof Kept>;

/**
 * The questions that wait, on the device: each under a key of its own, so that two tabs of one browser do not overwrite
 * each other's.
 */
export const outboxShelf = {
  /** All of them, the oldest first. */
  read(): KeptQuestion[] {
    removeStored(OLD_KEY);
    return storedKeys(PREFIX)
      .flatMap((key) => {
        const parsed = v.safeParse(Kept, readStored(key));
        return parsed.success ? [parsed.output] : [];
      })
      .sort((a, b) => a.writtenAt - b.writtenAt);
  },
  /** False where the device has no room for it. */
  put({ askId, topicId, begins, text, writtenAt, sent, settings, attachments }: KeptQuestion): boolean {
    const more = { ...(settings && { settings }), ...(attachments && { attachments }) };
    const kept: KeptQuestion = { askId, topicId, begins, text, writtenAt, sent, ...more };
    // What was written here is nowhere else; what can be read again makes room for it.
    while (!writeStored(PREFIX + askId, kept)) if (!deviceShelf().evict()) return false;
    return true;
  },
  /** False where another tab has sent it, or taken it back. */
  has: (askId: string): boolean => readStored(PREFIX + askId) !== undefined,
  remove: (askId: string): void => removeStored(PREFIX + askId),
};
