import type { Asked, Message } from '@huati/shared';
import type { OutboxQuestion } from './outbox';
import type { Thread } from './thread';

/** The question and the empty answer that an acknowledgement stands for, after the newest message of `thread`. */
export function askedMessages(thread: Thread, question: OutboxQuestion, asked: Asked, now: Date): [Message, Message] {
  const newest = thread.messages[thread.messages.length - 1];
  const { topicId, questionId, answerId } = asked;
  const createdAt = now.toISOString();
  return [
    questionMessage(
      {
        id: questionId,
        topicId,
        parentId: newest?.id ?? null,
        askId: question.askId,
        text: question.text,
        ...(question.attachments && { attachments: question.attachments }),
      },
      createdAt,
    ),
    emptyAnswer(topicId, answerId, questionId, createdAt),
  ];
}

/** A question that the server has taken. */
export function questionMessage(
  question: Pick<Message, 'id' | 'topicId' | 'parentId' | 'askId' | 'text' | 'attachments'>,
  createdAt: string,
): Message {
  return { ...question, role: 'user', status: 'complete', createdAt };
}

/** An answer of which nothing has arrived. */
export function emptyAnswer(topicId: string, id: string, questionId: string | null, createdAt: string): Message {
  return { id, topicId, role: 'assistant', text: '', status: 'streaming', parentId: questionId, createdAt };
}
