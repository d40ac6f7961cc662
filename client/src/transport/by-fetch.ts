import { unsent, asJson, type Reply } from './reply';

/** A call as it goes out, whichever way it is made. */
export interface Sent {
  url: string;
  method: string;
  header: Record<string, string>;
  body: object | undefined;
  timeoutMs: number;
}

/** Makes a call as browsers do. Rejects with a `WireFailure`: `timeout` or `offline`. */
export async function sendByFetch({ url, method, header, body, timeoutMs }: Sent): Promise<Reply> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), timeoutMs);
  try {
    const init = { method, headers: header, signal: control.signal, ...(body && { body: JSON.stringify(body) }) };
    const reply = await fetch(url, init);
    const text = await reply.text();
    const type = reply.headers.get('Content-Type') ?? '';
    const parsed = /^application\/json\b/.test(type) ? asJson(text) : text;
    return { status: reply.status, body: parsed, header: Object.fromEntries(reply.headers.entries()) };
  } catch (error) {
    throw unsent(control.signal.aborted ? 'timeout' : String(error));
  } finally {
    clearTimeout(timer);
  }
}
