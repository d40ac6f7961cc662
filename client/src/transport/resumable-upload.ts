import type { Attachment } from '@huati/shared';
import type { DetailedError, HttpResponse, Upload as TusUpload, UploadOptions } from 'tus-js-client';
import { apiOrigin } from '@/config';
import { loadResumable } from '@/platform/resumable';
import { currentCredentials } from './credentials';
import { toFailure, WireFailure } from './failure';
import { filesApi } from './files-api';
import { loggedIn, refused, type Reply } from './reply';
import { watchStalled } from './stalled';
import type { Upload, Way } from './upload';

/** What leaves at once: so much at most is sent again after a cut where a proxy holds requests back. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Where at the server each file of this run stands that has not arrived as a whole. */
const begun = new WeakMap<File, string>();

/** The server does not know the upload, or no longer. */
const GONE = [404, 410];
/** A part that was cut is still being put away, or was a moment ago. */
const PASSING = [409, 423];

/**
 * Uploads a file in parts, by the tus protocol. The same file again goes on at the byte that the server has. The upload's
 * id is the attachment's.
 */
export const resumableUpload: Way = (whole, progress): Upload => {
  const { file } = whole;
  const control = { aborted: false, stop: (): void => undefined };

  async function once(token: string): Promise<Reply> {
    const { Upload: Tus } = await library();
    // It takes its time to come, and whoever asked may not want it any more.
    if (control.aborted) throw new WireFailure('offline', 'aborted');
    return attempt({ Tus, token }, whole, progress, (stop) => (control.stop = stop));
  }

  async function send(): Promise<Attachment> {
    const reply = await loggedIn(once);
    const url = begun.get(file);
    if (GONE.includes(reply.status) && url !== undefined) return startAnew(url);
    if (PASSING.includes(reply.status)) throw new WireFailure('busy', `HTTP ${reply.status}`);
    if (reply.status !== 200 || url === undefined) throw refused(reply);
    const attachment = await filesApi.attachment(idOf(url));
    begun.delete(file);
    return attachment;
  }

  /** Its last part may have arrived although nobody could say so. */
  async function startAnew(url: string): Promise<Attachment> {
    begun.delete(file);
    return filesApi.attachment(idOf(url)).catch((error: unknown) => {
      if (toFailure(error).code !== 'not_found') throw error;
      return send();
    });
  }

  return {
    done: send(),
    abort: () => {
      control.aborted = true;
      control.stop();
      void terminate(file);
    },
  };
};

function attempt(
  { Tus, token }: { Tus: typeof TusUpload; token: string },
  { name, file }: { name: string; file: File },
  progress: (part: number) => void,
  stoppable: (stop: () => void) => void,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const running: { upload?: TusUpload } = {};
    const fail = (failure: WireFailure): void => {
      watch.end();
      void running.upload?.abort();
      reject(failure);
    };
    const watch = watchStalled(() => fail(new WireFailure('timeout', 'nothing of the file leaves any more')));
    const upload = new Tus(file, {
      ...where(file),
      metadata: { filename: name },
      headers: { Authorization: `Bearer ${token}` },
      chunkSize: CHUNK_BYTES,
      // Whoever asked for the upload tries again; it knows when there is a network.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => upload.url !== null && begun.set(file, upload.url),
      onProgress: (sent, total) => {
        watch.seen();
        progress(total === 0 ? 1 : sent / total);
      },
      onSuccess: () => {
        watch.end();
        resolve({ status: 200, body: '', header: {} });
      },
      onError: (error) => {
        watch.end();
        const response = 'originalResponse' in error ? error.originalResponse : null;
        if (response && response.getStatus() > 0) resolve(replyOf(response));
        else reject(new WireFailure('offline', reasonOf(error)));
      },
    });
    running.upload = upload;
    stoppable(() => fail(new WireFailure('offline', 'aborted')));
    upload.start();
  });
}

/** A known upload is never begun anew by the library: what hides it for a moment, such as a proxy, may pass. */
function where(file: File): Pick<UploadOptions, 'endpoint' | 'uploadUrl'> {
  const uploadUrl = begun.get(file);
  return uploadUrl === undefined ? { endpoint: `${apiOrigin}/api/tus` } : { endpoint: null, uploadUrl };
}

/** Has the server forget what it got of the file; where that cannot be said to it, it does so within a day by itself. */
async function terminate(file: File): Promise<void> {
  const url = begun.get(file);
  if (url === undefined) return;
  begun.delete(file);
  const end = async (): Promise<void> => {
    const { Upload: Tus } = await library();
    const headers = { Authorization: `Bearer ${await currentCredentials().ensure()}` };
    await Tus.terminate(url, { headers, retryDelays: null });
  };
  await end().catch(() => false);
}

/** It comes from the server, as everything does. */
async function library() {
  if (!loadResumable) throw new WireFailure('internal', 'files leave in one go here');
  return loadResumable().catch((error: unknown) => {
    throw new WireFailure('offline', String(error));
  });
}

function replyOf(response: HttpResponse): Reply {
  const wait = response.getHeader('Retry-After');
  return {
    status: response.getStatus(),
    body: response.getBody(),
    header: wait === undefined ? {} : { 'retry-after': wait },
  };
}

function reasonOf(error: Error | DetailedError): string {
  return 'causingError' in error && error.causingError ? error.causingError.message : error.message;
}

function idOf(url: string): string {
  return decodeURIComponent(/([^/?#]+)\/?(?:[?#].*)?$/.exec(url)?.[1] ?? '');
}
