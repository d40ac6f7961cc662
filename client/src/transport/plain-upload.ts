import { Uploaded } from '@huati/shared';
import { apiOrigin } from '@/config';
import { WireFailure } from './failure';
import { loggedIn, read, type Reply } from './reply';
import { watchStalled } from './stalled';
import { uploadByUni } from './upload-by-uni';
import { uploadByXhr } from './upload-by-xhr';
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
    const sent = {
      url: `${apiOrigin}/api/uploads`,
      name,
      path,
      header: { Authorization: `Bearer ${token}` },
      timeoutMs: TIMEOUT_MS,
      progress: (part: number) => {
        watch.seen();
        progress(part);
      },
    };
    // Where it is at hand there is a browser.
    const sending = file ? uploadByXhr(sent, file) : uploadByUni(sent);
    const watch = watchStalled(() => {
      reject(new WireFailure('timeout', 'nothing of the file leaves any more'));
      sending.abort();
    });
    sending.reply.then(resolve, reject).finally(() => watch.end());
    stoppable(sending.abort);
  });
}
