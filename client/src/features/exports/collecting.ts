import { SHARED_MESSAGES_MAX, type Message } from '@huati/shared';
import { answerAmong, questionAmong, useChat } from '@/features/chat';
import { useTopics } from '@/features/topics';
import { api } from '@/transport';
import { exportedOf, type Exported } from './content';
import type { Wanted } from './exports.store';

/** What is taken: one round, or the whole topic. */
export type Scope = 'round' | 'topic';

/** Reads what is to be exported. Rejects with a `WireFailure`. */
export async function collect({ topicId, answerId }: Wanted, scope: Scope): Promise<Exported> {
  const title = useTopics().find(topicId)?.title ?? '';
  const messages = scope === 'round' && answerId !== null ? roundOf(answerId) : await all(topicId);
  return exportedOf(title, messages);
}

/** An answer with its question, as they are shown. */
function roundOf(answerId: string): Message[] {
  const { items } = useChat();
  const message = answerAmong(items, answerId);
  if (!message) return [];
  const question = questionAmong(items, message.parentId);
  if (!question) return [message];
  const { id, text, files } = question;
  const { topicId, createdAt } = message;
  const asked: Message = {
    id,
    topicId,
    role: 'user',
    text,
    status: 'complete',
    parentId: null,
    createdAt,
    attachments: [...files],
  };
  return [asked, message];
}

/** The branch that is shown, in reading order; of one that is longer than can be shared, its newest. */
async function all(topicId: string): Promise<Message[]> {
  let messages: Message[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Message[]; nextCursor: string | null } = await api.messages(topicId, cursor);
    messages = [...page.items, ...messages];
    cursor = page.nextCursor;
  } while (cursor !== null && messages.length < SHARED_MESSAGES_MAX);
  return messages.slice(-SHARED_MESSAGES_MAX);
}
