import { shallowRef, type Ref, type ShallowRef } from 'vue';
import { failureWords } from '@/features/failures';
import { toFailure, type WireFailure } from '@/transport';
import { showSnackbar } from '@/ui/snackbar';
import type { Conversation } from './conversation';
import { messageOf, type Item } from './items';

/** A message to be brought into sight, where `words` stand in it. */
export interface Sought {
  messageId: string;
  words: readonly string[];
}

/** Ways to a message that may not be held yet. */
export function seeking(conversation: Conversation, items: Ref<readonly Item[]>) {
  const { threads, writing } = conversation;
  /** The message to be brought into sight, and marked for a moment; null once that was done. */
  const sought: ShallowRef<Sought | null> = shallowRef(null);

  /** Opens a topic and brings one of its messages into sight, where `words` stand in it. Out: why that failed. */
  async function openAt(id: string, messageId: string, words: readonly string[]): Promise<WireFailure | null> {
    try {
      if (await conversation.openAt(id, messageId)) sought.value = { messageId, words };
      return null;
    } catch (error) {
      void conversation.open(id);
      return toFailure(error);
    }
  }

  /** Brings the passage that the question is about into sight. */
  async function toQuoted(): Promise<void> {
    const messageId = writing.quotedFrom.value;
    const topicId = threads.topicId.value;
    if (messageId === null || topicId === null) return;
    // So much of it as stands in one piece, whatever it is set in.
    const words = [writing.quotation.value.split('\n')[0] ?? ''].filter(Boolean);
    if (items.value.some((item) => messageOf(item) === messageId)) return void (sought.value = { messageId, words });
    const failure = await openAt(topicId, messageId, words);
    if (failure) showSnackbar({ text: failureWords(failure) });
  }

  return { sought, openAt, toQuoted };
}
