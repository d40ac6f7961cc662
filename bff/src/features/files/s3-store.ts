import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createLocalCopies } from './local-copies';
import { createS3Client, type S3ClientParts } from './s3-client';
import type { FileStore } from './store';

const NOT_FOUND = 404;

export interface S3StoreParts extends S3ClientParts {
  /** Where contents are copied to while they are read. */
  copiesFolder: string;
}

/** Keeps contents in a bucket of S3, or of what speaks its protocol. */
export function createS3Store({ settings, copiesFolder, logger }: S3StoreParts): FileStore {
  const client = createS3Client({ settings, logger });
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

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
}
