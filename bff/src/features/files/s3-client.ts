import { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../../config';
import type { Logger } from '../../logger';

const CONNECT_MS = 5_000;
/** After so long without a byte a request is given up, in ms. */
const IDLE_MS = 60_000;
const TRIES = 3;
/** The bucket as a part of the path works everywhere. */
const FORCE_PATH_STYLE = true;

export interface S3ClientParts {
  settings: NonNullable<Config['s3']>;
  logger: Pick<Logger, 'debug'>;
}

/** A client of the bucket's service. */
export function createS3Client({ settings, logger }: S3ClientParts): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = settings;
  // What goes wrong is told by whoever asked; its own words are for those who look for them.
  const tell = (...what: unknown[]): void => logger.debug({ what }, 'the client of S3');
  const silent = (): void => undefined;
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    // Without keys they are looked for where AWS keeps them.
    ...(accessKeyId !== '' && { credentials: { accessKeyId, secretAccessKey } }),
    forcePathStyle: FORCE_PATH_STYLE,
    // Sums that S3 alone knows work nowhere else.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: { trace: silent, debug: silent, info: silent, warn: tell, error: tell },
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
  });
}

/** Where clients write what they put into the bucket themselves, as browsers tell origins apart. */
export function s3OriginOf({ endpoint, region, bucket }: S3ClientParts['settings']): string {
  if (endpoint !== undefined) return new URL(endpoint).origin;
  // Some countries' regions have names of their own.
  const { endpointProvider } = new S3Client({ region }).config;
  return endpointProvider({ Region: region, Bucket: bucket, ForcePathStyle: FORCE_PATH_STYLE }).url.origin;
}
