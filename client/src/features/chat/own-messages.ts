import type { Asked, Message } from '@huati/shared';
import type { OutboxQuestion } from './outbox';
import type { Thread } from './thread';

/** The question and the empty answer that an acknowledgement stands for, after the newest message of `thread`. */
export function askedMessages(thread: Thread, question: OutboxQuestion, asked: Asked, now: Date): [Message, Message] {
  const newest = thread.messages[thread.messages.length - 1];
  const { topicId, questionId, answerId } = asked;
  const createdAt = now.toISOString();
  return [
    {
      id: questionId,
      topicId,
      role: 'user',
      text: question.text,
      status: 'complete',
      parentId: newest?.id ?? null,
      askId: question.askId,
      createdAt,
    },
    emptyAnswer(topicId, answerId, questionId, createdAt),
  ];
}

/** An answer of which nothing has arrived. */
export function emptyAnswer(topicId: string, id: string, questionId: string | null, createdAt: string): Message {
  return { id, topicId, role: 'assistant', text: '', status: 'streaming', parentId: questionId, createdAt };
}
