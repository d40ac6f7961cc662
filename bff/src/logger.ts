import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/**
 * The process's logger: JSON lines on stdout, or to `destination`. What people write and what the model answers is never logged; the
 * redaction is a second lock for credentials.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    redact: { paths: ['token', '*.token', 'req.headers', 'res.headers', 'text', '*.text'], remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}
