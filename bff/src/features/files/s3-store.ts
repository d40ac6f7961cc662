import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Config } from '../../config';
import type { Logger } from '../../logger';
import { createLocalCopies } from './local-copies';
import type { FileStore } from './store';

const CONNECT_MS = 5_000;
/** After so long without a byte a request is given up, in ms. */
const IDLE_MS = 60_000;
const TRIES = 3;
const NOT_FOUND = 404;

export interface S3StoreParts {
  settings: NonNullable<Config['s3']>;
  logger: Pick<Logger, 'debug'>;
  /** Where contents are copied to while they are read. */
  copiesFolder: string;
}

/** Keeps contents in a bucket of S3, or of what speaks its protocol. */
export function createS3Store({ settings, copiesFolder, logger }: S3StoreParts): FileStore {
  const client = clientOf(settings, logger);
  const object = (id: string) => ({ Bucket: settings.bucket, Key: `files/${id}` });

  const open: FileStore['open'] = async (id, range) => {
    const part = range && `bytes=${range.start}-${range.end}`;
    const { Body } = await client.send(new GetObjectCommand({ ...object(id), Range: part }));
    if (!(Body instanceof Readable)) throw new Error('the store gave no stream');
    return Body;
  };
  const copies = createLocalCopies(copiesFolder, (id) => open(id));

  return {
    put: async (id, content, bytes) => {
      // In one request: where it breaks off, the store keeps nothing of it.
      const brokenOff = new AbortController();
      content.once('error', () => brokenOff.abort());
      try {
        const put = new PutObjectCommand({ ...object(id), Body: content, ContentLength: bytes });
        await client.send(put, { abortSignal: brokenOff.signal });
      } catch (error) {
        content.destroy();
        throw content.errored ?? error;
      }
    },

    open,

    local: copies.hold,

    remove: async (id) => {
      await client.send(new DeleteObjectCommand(object(id)));
      await copies.drop(id);
    },

    direct: {
      place: async (id, bytes, seconds) => {
        const url = await getSignedUrl(client, new PutObjectCommand({ ...object(id), ContentLength: bytes }), {
          expiresIn: seconds,
          // Signed, nothing longer or shorter is taken.
          signableHeaders: new Set(['host', 'content-length']),
        });
        return { url, method: 'PUT', headers: { 'Content-Length': String(bytes) } };
      },

      size: async (id) => {
        try {
          return (await client.send(new HeadObjectCommand(object(id)))).ContentLength;
        } catch (error) {
          if (statusOf(error) === NOT_FOUND) return undefined;
          throw error;
        }
      },
    },

    close: async () => {
      await copies.close();
      client.destroy();
    },
  };
}

function clientOf(settings: S3StoreParts['settings'], logger: S3StoreParts['logger']): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = settings;
  // What goes wrong is told by whoever asked; its own words are for those who look for them.
  const tell = (...what: unknown[]): void => logger.debug({ what }, 'the client of S3');
  const silent = (): void => undefined;
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    // Without keys they are looked for where AWS keeps them.
    ...(accessKeyId !== '' && { credentials: { accessKeyId, secretAccessKey } }),
    // The bucket as a part of the path works everywhere; sums that S3 alone knows do not.
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: { trace: silent, debug: silent, info: silent, warn: tell, error: tell },
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
  });
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
}
