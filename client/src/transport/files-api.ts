import { About, DirectUpload, KnowledgePage, KnowledgeSent, PassagePage, TopicFiles, Uploaded } from '@huati/shared';
import type { Knowledge, Page, Passage, Attachment } from '@huati/shared';
import * as v from 'valibot';
import { call } from './http';

const segment = encodeURIComponent;
/** The server looks through the whole file before it answers. */
const WHOLE_FILE_MS = 120_000;

let told: Promise<About> | undefined;

/** The calls about files, as part of `api`. All reject with a `WireFailure`. */
export const filesApi = {
  /** What the deployment does; asked once. */
  about: (): Promise<About> => {
    told ??= call({ method: 'GET', path: '/api/about', expect: About, open: true }).catch((error: unknown) => {
      told = undefined;
      throw error;
    });
    return told;
  },

  /** How a file that was uploaded stands. */
  attachment: async (id: string): Promise<Attachment> =>
    (await call({ method: 'GET', path: `/api/uploads/${segment(id)}`, expect: Uploaded })).attachment,

  /** Forgets a file, also one that questions of a topic have. */
  deleteAttachment: async (id: string): Promise<void> => {
    await call({ method: 'DELETE', path: `/api/uploads/${segment(id)}`, expect: v.unknown() });
  },

  /** Has a file read once more that could not be read. */
  readAgain: async (id: string): Promise<void> => {
    await call({ method: 'POST', path: `/api/uploads/${segment(id)}/retry`, expect: v.unknown() });
  },

  /** One page of what was read of a file, in reading order; `cursor` null for the first. */
  passages: (id: string, cursor: string | null, limit: number): Promise<Page<Passage>> => {
    const from = cursor === null ? '' : `&cursor=${segment(cursor)}`;
    return call({
      method: 'GET',
      path: `/api/uploads/${segment(id)}/passages?limit=${limit}${from}`,
      expect: PassagePage,
    });
  },

  /** All files that the questions of a topic have. */
  topicFiles: async (topicId: string): Promise<Attachment[]> =>
    (await call({ method: 'GET', path: `/api/topics/${segment(topicId)}/files`, expect: TopicFiles })).items,

  /** Where a file of that name can be put itself. */
  beginDirect: (name: string, bytes: number): Promise<DirectUpload> =>
    call({ method: 'POST', path: '/api/uploads/direct', body: { name, bytes }, expect: DirectUpload }),

  /** The file was put where `beginDirect` said. */
  endDirect: async (id: string): Promise<Attachment> => {
    const path = `/api/uploads/direct/${segment(id)}`;
    return (await call({ method: 'POST', path, expect: Uploaded, timeoutMs: WHOLE_FILE_MS })).attachment;
  },

  /** What of the user's files was made knowledge for all topics; the newest of it. */
  knowledge: async (): Promise<Knowledge[]> =>
    (await call({ method: 'GET', path: '/api/knowledge?limit=200', expect: KnowledgePage })).items,

  addKnowledge: async (attachmentId: string): Promise<Knowledge> => {
    const path = `/api/uploads/${segment(attachmentId)}/knowledge`;
    return (await call({ method: 'PUT', path, expect: KnowledgeSent })).knowledge;
  },

  removeKnowledge: async (id: string): Promise<void> => {
    await call({ method: 'DELETE', path: `/api/knowledge/${segment(id)}`, expect: v.unknown() });
  },
};
