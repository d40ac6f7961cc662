import type { Forked, SharedMessage } from '@huati/shared';
import { Failure } from '../../failure';
import { carry, idsOf, type ToCarry, type Upload } from './carrying';
import { forkedTopic, type ForkedTopic } from './forked';

/** What somebody shares that is gone on with. */
export interface ToFork {
  title: string;
  messages: readonly SharedMessage[];
}

/**
 * Makes a topic of the user's of what is shared, up to the message `messageId` where that is given. What is cited of files comes
 * along as files of the user's, with the cited passages alone, and so do shared pictures of questions; those that do not fit are
 * left out and counted. Throws `not_found` where there is no such message.
 */
export type Forking = (userId: string, shared: ToFork & ToCarry, messageId?: string) => Promise<Forked>;

export interface ForkingParts {
  insertTopic(forked: ForkedTopic): Promise<void>;
  upload: Upload;
  /** Deletes one that no topic has. */
  remove(userId: string, attachmentId: string): Promise<void>;
  /** Tells the devices of its user that the topic has something new. */
  touched(topicId: string): Promise<void>;
}

export function createForking({ insertTopic, upload, remove, touched }: ForkingParts): Forking {
  return async (userId, { title, messages, picture }, messageId) => {
    const taken = upTo(messages, messageId);
    const { carried, leftOut } = await carry(userId, { messages: taken, picture }, upload);
    const forked = forkedTopic(userId, title, taken, carried);
    try {
      await insertTopic(forked);
    } catch (error) {
      for (const id of idsOf(carried)) await remove(userId, id);
      throw error;
    }
    await touched(forked.topic.id);
    return { topicId: forked.topic.id, ...(leftOut > 0 && { filesLeftOut: leftOut }) };
  };
}

function upTo(messages: readonly SharedMessage[], messageId: string | undefined): readonly SharedMessage[] {
  if (messageId === undefined) return messages;
  const at = messages.findIndex(({ id }) => id === messageId);
  if (at < 0) throw new Failure('not_found', 'no such message in this share');
  return messages.slice(0, at + 1);
}
