import { Uploaded, type Attachment } from '@huati/shared';
import { apiOrigin } from '@/config';
import { WireFailure } from './failure';
import { asJson, loggedIn, read, toHeader, unsent, type Reply } from './reply';

/** The longest that an upload may take altogether, and without a byte leaving; ms. */
const TIMEOUT_MS = 600_000;
const STALLED_MS = 60_000;

/** A file on the device: where it lies, or in a browser the file itself. */
export interface FileToSend {
  name: string;
  path: string;
  file?: File | undefined;
}

/** An upload under way. */
export interface Upload {
  /** Rejects with a `WireFailure`, also where it was aborted. */
  done: Promise<Attachment>;
  abort(): void;
}

/** Uploads one file; `progress` is told which part of it has left, 0 to 1. A refused token is renewed once. */
export function upload(file: FileToSend, progress: (part: number) => void): Upload {
  const control = { aborted: false, stop: (): void => undefined };
  const once = (token: string): Promise<Reply> => {
    if (control.aborted) return Promise.reject(new WireFailure('offline', 'aborted'));
    return send(file, token, progress, (stop) => (control.stop = stop));
  };
  return {
    done: loggedIn(once).then((reply) => read(reply, Uploaded, 'POST /api/uploads').attachment),
    abort: () => {
      control.aborted = true;
      control.stop();
    },
  };
}

function send(
  { name, path, file }: FileToSend,
  token: string,
  progress: (part: number) => void,
  stoppable: (stop: () => void) => void,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const task = uni.uploadFile({
      url: `${apiOrigin}/api/uploads`,
      filePath: path,
      file,
      name: 'file',
      // A mini-program sends the name of its temporary file in place of the person's.
      formData: { name },
      header: { Authorization: `Bearer ${token}` },
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data, ...rest }) => {
        const { header } = rest as { header?: unknown };
        resolve({ status: statusCode, body: asJson(data), header: toHeader(header) });
      },
      fail: ({ errMsg }) => reject(unsent(errMsg)),
      complete: () => clearTimeout(timer),
    });
    const stalled = (): void => {
      reject(new WireFailure('timeout', 'nothing of the file leaves any more'));
      task.abort();
    };
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(stalled, STALLED_MS);
    };
    task.onProgressUpdate((told) => {
      watch();
      progress(told.progress / 100);
    });
    watch();
    stoppable(() => task.abort());
  });
}
