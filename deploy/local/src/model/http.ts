import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordedRequest } from './recorder';

const MAX_BODY_BYTES = 20 * 1024 * 1024;

/** One request on its way: what came, where the answer goes, and the record of it. */
export interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  record: RecordedRequest;
}

/** A refusal in the shape vLLM gives it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly type = 'BadRequestError',
    readonly param: string | null = null,
  ) {
    super(message);
  }

  /** The body of the refusal. */
  toBody(): { error: { message: string; type: string; param: string | null; code: number } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.status } };
  }
}

/**
 * Reads the whole body as JSON and keeps it in the record.
 * Errors: ApiError 413 over 20 MiB, 400 where it is not JSON; the stream's own where the client went away.
 */
export async function readJson({ req, record }: Exchange): Promise<unknown> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of req as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) throw new ApiError(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    pieces.push(piece);
  }
  try {
    record.body = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    throw new ApiError(
      400,
      `There was an error parsing the body: ${error instanceof Error ? error.message : 'not JSON'}`,
    );
  }
  return record.body;
}

/** Answers `body` as JSON; `undefined` answers no body at all. */
export function sendJson(
  { res, record }: Exchange,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  record.status = status;
  if (body === undefined) {
    res.writeHead(status, headers).end();
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers });
  res.end(bytes);
}
