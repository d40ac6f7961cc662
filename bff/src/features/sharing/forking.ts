import { Readable } from 'node:stream';
import { ATTACHMENTS_MAX, type Attachment, type Forked, type SharedMessage } from '@huati/shared';
import { Failure } from '../../failure';
import type { Received } from '../files/received';
import { citedFiles, type CitedFile } from './cited-files';
import { forkedTopic, type ForkedTopic } from './forked';

/** What somebody shares that is gone on with. */
export interface ToFork {
  title: string;
  messages: readonly SharedMessage[];
}

/**
 * Makes a topic of the user's of what is shared, up to the message `messageId` where that is given. What is cited of files comes
 * along as files of the user's, with the cited passages alone; those that do not fit are left out and counted. Throws
 * `not_found` where there is no such message.
 */
export type Forking = (userId: string, shared: ToFork, messageId?: string) => Promise<Forked>;

export interface ForkingParts {
  insertTopic(forked: ForkedTopic): Promise<void>;
  /** Stores a file of the user's. Throws a Failure where it is not taken. */
  upload(userId: string, receive: () => Promise<Received>): Promise<Attachment>;
  /** Deletes one that no topic has. */
  remove(userId: string, attachmentId: string): Promise<void>;
  /** Tells the devices of its user that the topic has something new. */
  touched(topicId: string): Promise<void>;
}

export function createForking({ insertTopic, upload, remove, touched }: ForkingParts): Forking {
  const store = async (userId: string, { name, text }: CitedFile): Promise<string | undefined> => {
    try {
      const content = Readable.from([Buffer.from(text, 'utf8')]);
      return (await upload(userId, () => Promise.resolve({ name, content, ended: Promise.resolve() }))).id;
    } catch (error) {
      // No room, or too many in a minute: the topic is worth having without it.
      if (error instanceof Failure) return undefined;
      throw error;
    }
  };

  return async (userId, { title, messages }, messageId) => {
    const taken = upTo(messages, messageId);
    const files = citedFiles(taken);
    const attachmentIds: string[] = [];
    // One after the other: those that come first are to have what room there is.
    for (const file of files.slice(0, ATTACHMENTS_MAX)) {
      const id = await store(userId, file);
      if (id !== undefined) attachmentIds.push(id);
    }
    const forked = forkedTopic(userId, title, taken, attachmentIds);
    try {
      await insertTopic(forked);
    } catch (error) {
      for (const id of attachmentIds) await remove(userId, id);
      throw error;
    }
    await touched(forked.topic.id);
    const filesLeftOut = files.length - attachmentIds.length;
    return { topicId: forked.topic.id, ...(filesLeftOut > 0 && { filesLeftOut }) };
  };
}

function upTo(messages: readonly SharedMessage[], messageId: string | undefined): readonly SharedMessage[] {
  if (messageId === undefined) return messages;
  const at = messages.findIndex(({ id }) => id === messageId);
  if (at < 0) throw new Failure('not_found', 'no such message in this share');
  return messages.slice(0, at + 1);
}
