import { Readable } from 'node:stream';
import { ATTACHMENTS_MAX, type Attachment, type SharedMessage } from '@huati/shared';
import { Failure } from '../../failure';
import type { Received } from '../files/received';
import { citedFiles } from './cited-files';
import type { Carried } from './forked';

/** Pictures of one share that come along. */
const PICTURES_MAX = 20;
/** How long they may take to be drawn, in ms: somebody waits for the topic. */
const PICTURES_MS = 15_000;

/** Messages that are gone on with. */
export interface ToCarry {
  messages: readonly SharedMessage[];
  /** The picture with this id, as whoever reads the share is shown it. Throws a Failure where it cannot be had. */
  picture(pictureId: string): Promise<Uint8Array>;
}

/** Stores a file of the user's. Throws a Failure where it is not taken. */
export type Upload = (userId: string, receive: () => Promise<Received>) => Promise<Attachment>;

/** What came along, and how many files and pictures did not. */
export interface Carrying {
  carried: Carried;
  leftOut: number;
}

/**
 * What messages cite of files, and the pictures that questions were asked with, as files of the user's. Those that have no room, or
 * cannot be had, are left out: the topic is worth having without them.
 */
export async function carry(userId: string, { messages, picture }: ToCarry, upload: Upload): Promise<Carrying> {
  const store = (name: string, bytes: () => Promise<Uint8Array>): Promise<string | undefined> =>
    orLeftOut(async () => {
      const content = Readable.from([Buffer.from(await bytes())]);
      return (await upload(userId, () => Promise.resolve({ name, content, ended: Promise.resolve() }))).id;
    });

  const cited = citedFiles(messages);
  const files: string[] = [];
  // One after the other: those that come first are to have what room there is.
  for (const { name, text } of cited.slice(0, ATTACHMENTS_MAX)) {
    const id = await store(name, () => Promise.resolve(Buffer.from(text, 'utf8')));
    if (id !== undefined) files.push(id);
  }

  const shown = picturesOf(messages);
  const pictures = new Map<string, string[]>();
  const until = performance.now() + PICTURES_MS;
  const [first] = messages;
  let stored = 0;
  for (const { questionId, pictureId, name } of shown.slice(0, PICTURES_MAX)) {
    const own = pictures.get(questionId) ?? [];
    const has = own.length + (questionId === first?.id ? files.length : 0);
    if (has >= ATTACHMENTS_MAX || performance.now() > until) continue;
    const id = await store(name, () => picture(pictureId));
    if (id === undefined) continue;
    pictures.set(questionId, [...own, id]);
    stored += 1;
  }
  return { carried: { files, pictures }, leftOut: cited.length - files.length + shown.length - stored };
}

export function idsOf({ files, pictures }: Carried): string[] {
  return [...files, ...[...pictures.values()].flat()];
}

/** Undefined where it is not taken: no room, too many in a minute, or its owner has just deleted it. */
async function orLeftOut(store: () => Promise<string>): Promise<string | undefined> {
  try {
    return await store();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function picturesOf(messages: readonly SharedMessage[]): { questionId: string; pictureId: string; name: string }[] {
  return messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ id: questionId, attachments = [] }) =>
      attachments.flatMap(({ name, picture }) =>
        picture ? [{ questionId, pictureId: picture.id, name: `${name.replace(/\.[^.]*$/, '')}.jpg` }] : [],
      ),
    );
}
