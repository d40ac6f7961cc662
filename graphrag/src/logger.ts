import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/**
 * The service's logger: JSON lines on stdout, or to `destination`. What documents say and what people ask is never logged; the
 * redaction is a second lock for keys.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    redact: { paths: ['req.headers', 'res.headers', 'text', '*.text'], remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}
