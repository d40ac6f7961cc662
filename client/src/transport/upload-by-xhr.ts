import { asJson, unsent, type Reply } from './reply';

/** A form with one file, as it goes out, whichever way. */
export interface SentFile {
  url: string;
  name: string;
  /** Where it lies on the device. */
  path: string;
  header: Record<string, string>;
  timeoutMs: number;
  /** Told which part of it has left, 0 to 1. */
  progress: (part: number) => void;
}

/** A form under way. `reply` rejects with a `WireFailure`: `timeout` or `offline`. */
export interface Sending {
  reply: Promise<Reply>;
  abort(): void;
}

/** Sends a form as browsers do: `fetch` tells nothing of what has left. */
export function uploadByXhr({ url, name, header, timeoutMs, progress }: SentFile, file: File): Sending {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.append('name', name);
  form.append('file', file, name);
  const reply = new Promise<Reply>((resolve, reject) => {
    request.open('POST', url);
    for (const [key, value] of Object.entries(header)) request.setRequestHeader(key, value);
    request.timeout = timeoutMs;
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      resolve({ status: request.status, body: asJson(request.responseText), header: headersOf(request) });
    request.onerror = () => reject(unsent('the connection was cut'));
    request.onabort = () => reject(unsent('aborted'));
    request.ontimeout = () => reject(unsent('timeout'));
  });
  request.send(form);
  return { reply, abort: () => request.abort() };
}

function headersOf(request: XMLHttpRequest): Record<string, string> {
  const lines = request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/);
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}
