import { Uploaded } from '@huati/shared';
import { apiOrigin } from '@/config';
import { WireFailure } from './failure';
import { asJson, loggedIn, read, toHeader, unsent, type Reply } from './reply';
import { watchStalled } from './stalled';
import type { FileToSend, Upload } from './upload';

/** The longest that an upload may take altogether; ms. */
const TIMEOUT_MS = 600_000;

/** Uploads one file in one go; what was cut begins anew. */
export function plainUpload(file: FileToSend, progress: (part: number) => void): Upload {
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
      complete: () => watch.end(),
    });
    const watch = watchStalled(() => {
      reject(new WireFailure('timeout', 'nothing of the file leaves any more'));
      task.abort();
    });
    task.onProgressUpdate((told) => {
      watch.seen();
      progress(told.progress / 100);
    });
    stoppable(() => task.abort());
  });
}
