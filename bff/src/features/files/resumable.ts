import { rm } from 'node:fs/promises';
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
import { assertWithin } from './quota';
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
  /** Lets the user begin one of `bytes` bytes; throws `rate_limited`, `too_large`. */
  admit(userId: string, bytes: number): Promise<void>;
  /**
   * The attachment that the upload has become, `coming` where there is more to come, undefined where this user has no such. One that
   * has come whole and was not made an attachment, for a process died or a store was away, is made one now; throws what an upload throws.
   */
  find(userId: string, id: string): Promise<Attachment | 'coming' | undefined>;
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
  const finishing = new Map<string, Promise<void>>();
  /** Whose the requests are that are being answered. */
  const users = new WeakMap<object, string>();

  const finish = async (userId: string, id: string): Promise<void> => {
    if (await repository.find(userId, id)) return;
    const upload = await store.getUpload(id);
    const path = join(folder, id);
    try {
      const name = upload.metadata?.filename ?? '';
      await parts.taking.take({ id, userId, name, path, ...(await measure(path, maxBytes)) });
    } catch (error) {
      // What is refused is refused for ever; all else may be tried again.
      if (error instanceof Failure && errorKinds[error.code].status < 500) await forget(id);
      throw error;
    }
  };
  const forget = async (id: string): Promise<void> => {
    await Promise.all([join(folder, id), join(folder, `${id}.json`)].map((path) => rm(path, { force: true })));
  };
  const once = (userId: string, id: string): Promise<void> => {
    const running = finishing.get(id) ?? finish(userId, id).finally(() => finishing.delete(id));
    finishing.set(id, running);
    return running;
  };

  const userOf = (req: ServerRequest): string => {
    const user = users.get(req.runtime?.node?.req ?? req);
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
        return {};
      } catch (error) {
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
      await server.handle(req, res);
    },

    admit: async (userId, bytes) => {
      await parts.admit(userId);
      if (bytes > maxBytes) throw new Failure('too_large', `the file has more than ${maxBytes} bytes`);
      if (quotaBytes > 0) assertWithin(quotaBytes, (await parts.usedBytes(userId)) + bytes);
    },

    find: async (userId, id) => {
      const upload = await found(store.getUpload(id));
      const own = upload?.metadata?.owner === userId;
      if (own && upload.offset === upload.size) await once(userId, id);
      const row = await repository.find(userId, id);
      if (row && upload) await forget(id);
      if (row) return toAttachment(row);
      return own ? 'coming' : undefined;
    },
  };
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
