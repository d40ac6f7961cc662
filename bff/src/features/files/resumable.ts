import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore as PartialStore } from '@tus/file-store';
import { Server, type ServerOptions } from '@tus/server';
import { errorKinds, type Attachment } from '@huati/shared';
import { Failure } from '../../failure';
import { PROBLEM, toProblem } from '../../http/errors';
import { newId } from '../../ids';
import type { Limit } from '../../limits';
import type { Logger } from '../../logger';
import { toFailure } from '../../wire-error';
import type { FilesRepository } from './files.repository';
import { createPartialUploads } from './partial-uploads';
import { measure } from './spool';
import type { Taking } from './taking';
import { WAIT_MS } from './tidying';
import { toAttachment } from './to-attachment';

type ServerRequest = Parameters<NonNullable<ServerOptions['onUploadFinish']>>[0];

/** Where clients find it. */
export const TUS_PATH = '/api/tus';

/** Uploads that go on after a cut, by the protocol tus 1.0. All processes share the folder with what has come so far. */
export interface Resumable {
  /** Answers a request of the user's as the protocol says. */
  handle(req: IncomingMessage, res: ServerResponse, userId: string): Promise<void>;
  /** Lets the user begin one of `bytes` bytes; throws `rate_limited`, also where too many are under way, `too_large`. */
  admit(userId: string, bytes: number): Promise<void>;
  /**
   * The attachment that the upload has become, `coming` where there is more to come, undefined where this user has no such. One that
   * has come whole and was not made an attachment, for a process died or a store was away, is made one now; throws what an upload throws.
   */
  find(userId: string, id: string): Promise<Attachment | 'coming' | undefined>;
  /** Takes away what is left of an upload that has ended. */
  forget(id: string): Promise<void>;
}

export interface ResumableParts {
  folder: string;
  corsOrigins: string[];
  repository: Pick<FilesRepository, 'find'>;
  taking: Taking;
  usedBytes(userId: string): Promise<number>;
  maxBytes: number;
  quotaBytes: number;
  admit: Limit;
  logger: Logger;
}

export function createResumable(parts: ResumableParts): Resumable {
  const { folder, repository, maxBytes, quotaBytes, logger } = parts;
  const store = new PartialStore({ directory: folder, expirationPeriodInMilliseconds: WAIT_MS });
  // A length that is told only later could not be refused at once.
  store.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  const partial = createPartialUploads(folder, store, quotaBytes);
  const finishing = new Map<string, Promise<void>>();
  /** Whose the requests are that are being answered. */
  const users = new WeakMap<object, string>();
  /** Which uploads they have ended. */
  const over = new WeakMap<object, string>();

  const finish = async (userId: string, id: string): Promise<void> => {
    if (await repository.find(userId, id)) return;
    try {
      const name = (await store.getUpload(id)).metadata?.filename ?? '';
      const path = join(folder, id);
      await parts.taking.take({ id, userId, name, path, ...(await measure(path, maxBytes)) });
    } catch (error) {
      // Another process may have been quicker.
      if (!(await repository.find(userId, id))) throw error;
    }
  };
  const once = (userId: string, id: string): Promise<void> => {
    const running = finishing.get(id) ?? finish(userId, id).finally(() => finishing.delete(id));
    finishing.set(id, running);
    return running;
  };

  const finishNow = async (userId: string, id: string): Promise<void> => {
    try {
      await once(userId, id);
    } catch (error) {
      if (isRefused(error)) await partial.forget(id);
      throw error;
    }
    await partial.forget(id);
  };

  const requestOf = (req: ServerRequest): object => req.runtime?.node?.req ?? req;
  const userOf = (req: ServerRequest): string => {
    const user = users.get(requestOf(req));
    if (user === undefined) throw new Failure('unauthorized', 'this needs a session');
    return user;
  };
  const refusal = (error: unknown, requestId: string) => {
    const failure = toFailure(error);
    if (failure.code === 'internal') logger.error({ err: failure.cause, requestId }, 'an upload in parts failed');
    const problem = toProblem(failure, requestId);
    return { status_code: problem.status, headers: { 'Content-Type': PROBLEM }, body: JSON.stringify(problem) };
  };

  const server = new Server({
    path: TUS_PATH,
    datastore: store,
    relativeLocation: true,
    allowedOrigins: parts.corsOrigins,
    maxSize: maxBytes,
    namingFunction: () => newId(),
    onUploadCreate: (req, { metadata }) =>
      Promise.resolve({ metadata: { filename: metadata?.filename ?? '', owner: userOf(req) } }),
    onUploadFinish: async (req, { id }) => {
      try {
        await once(userOf(req), id);
        over.set(requestOf(req), id);
        return {};
      } catch (error) {
        if (isRefused(error)) over.set(requestOf(req), id);
        return refusal(error, String(req.runtime?.node?.res?.getHeader('x-request-id') ?? ''));
      }
    },
    onResponseError: (_req, error) => {
      if (error instanceof Error) logger.error({ err: error }, 'an upload in parts failed');
      return undefined;
    },
  });

  return {
    handle: async (req, res, userId) => {
      users.set(req, userId);
      try {
        await server.handle(req, res);
      } finally {
        // Not before: an upload that comes with its creation is looked at once more for the answer.
        const ended = over.get(req);
        if (ended !== undefined) await partial.forget(ended);
      }
    },

    admit: async (userId, bytes) => {
      await parts.admit(userId);
      if (bytes > maxBytes) throw new Failure('too_large', `the file has more than ${maxBytes} bytes`);
      await partial.makeRoom(userId, bytes, quotaBytes > 0 ? await parts.usedBytes(userId) : 0);
    },

    find: async (userId, id) => {
      const upload = await found(store.getUpload(id));
      const own = upload?.metadata?.owner === userId;
      if (own && upload.offset === upload.size) await found(finishNow(userId, id));
      const row = await repository.find(userId, id);
      if (row) return toAttachment(row);
      return own ? 'coming' : undefined;
    },

    forget: partial.forget,
  };
}

/** What is refused is refused for ever; all else may be tried again. */
function isRefused(error: unknown): boolean {
  return error instanceof Failure && errorKinds[error.code].status < 500;
}

/** The store throws plain objects for what is not there (any more). */
async function found<T>(upload: Promise<T>): Promise<T | undefined> {
  try {
    return await upload;
  } catch (error) {
    if (!(error instanceof Error) && isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status_code' in error &&
    [404, 410].includes(Number(error.status_code))
  );
}
