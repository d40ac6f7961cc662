import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How an exchange ended: `aborted` where the client closed before the end, `fault` where a planned fault ended it. */
export type Outcome = 'running' | 'complete' | 'aborted' | 'fault';

/** A request the server got and what became of it. Times are milliseconds since 1970. */
export interface RecordedRequest {
  id: string;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The parsed JSON; undefined before it is read and where there is none. */
  body: unknown;
  startedAt: number;
  endedAt?: number;
  outcome: Outcome;
  /** The HTTP status sent, where one was. */
  status?: number;
  /** The exact answer written so far. */
  sentText: string;
  sentReasoning: string;
  /** Events that carried text or reasoning. */
  chunksSent: number;
}

/** Keeps the newest `keep` requests, in order of arrival. */
export class Recorder {
  readonly requests: RecordedRequest[] = [];

  constructor(private readonly keep: number) {}

  /** Starts the record of a request, which is filled while the exchange goes on; `shown`: whether it is kept. */
  begin(method: string, path: string, headers: IncomingHttpHeaders, shown: boolean): RecordedRequest {
    const record: RecordedRequest = {
      id: randomUUID(),
      method,
      path,
      headers: mask(headers),
      body: undefined,
      startedAt: Date.now(),
      outcome: 'running',
      sentText: '',
      sentReasoning: '',
      chunksSent: 0,
    };
    if (shown) this.requests.push(record);
    if (this.requests.length > this.keep) this.requests.shift();
    return record;
  }

  /** Forgets all requests; those still running are answered but no longer shown. */
  clear(): void {
    this.requests.length = 0;
  }
}

/** Ends a record, once: the first outcome stands. */
export function endRecord(record: RecordedRequest, outcome: Outcome): void {
  if (record.outcome !== 'running') return;
  record.outcome = outcome;
  record.endedAt = Date.now();
}

function mask(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers.authorization === undefined ? headers : { ...headers, authorization: 'masked' };
}
