import type { Attachment, DirectUpload } from '@huati/shared';
import { WireFailure } from './failure';
import { filesApi } from './files-api';
import { watchStalled } from './stalled';
import type { Upload, Way } from './upload';

/** Puts a file into the storage itself, past the server, and tells the server. What was cut begins anew. */
export const directUpload: Way = ({ name, bytes, file }, progress): Upload => {
  const control = { aborted: false, stop: (): void => undefined };

  async function send(): Promise<Attachment> {
    const place = await filesApi.beginDirect(name, bytes);
    try {
      if (control.aborted) throw new WireFailure('offline', 'aborted');
      await put(place, file, progress, (stop) => (control.stop = stop));
      return await filesApi.endDirect(place.id);
    } catch (error) {
      // What nobody completes is tidied away within a day; said here, it is gone at once.
      if (control.aborted) filesApi.deleteAttachment(place.id).catch(() => false);
      throw error;
    }
  }

  return {
    done: send(),
    abort: () => {
      control.aborted = true;
      control.stop();
    },
  };
};

function put(
  { url, method, headers }: DirectUpload,
  file: File,
  progress: (part: number) => void,
  stoppable: (stop: () => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // `fetch` does not tell how much of a body has left.
    const request = new XMLHttpRequest();
    const fail = (code: 'offline' | 'timeout' | 'upstream_unavailable', message: string): void => {
      watch.end();
      reject(new WireFailure(code, message));
    };
    const watch = watchStalled(() => {
      fail('timeout', 'nothing of the file leaves any more');
      request.abort();
    });
    request.upload.onprogress = ({ loaded, total }) => {
      watch.seen();
      progress(total === 0 ? 1 : loaded / total);
    };
    request.onload = () => {
      watch.end();
      if (request.status >= 200 && request.status < 300) resolve();
      else fail('upstream_unavailable', `the storage answered ${request.status}`);
    };
    // Also where the storage does not allow a page of this origin: that cannot be told apart.
    request.onerror = () => fail('upstream_unavailable', 'the storage could not be reached');
    request.onabort = () => fail('offline', 'aborted');
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser tells the length by itself, and complains of whoever does it.
      if (name.toLowerCase() !== 'content-length') request.setRequestHeader(name, value);
    }
    request.send(file);
    stoppable(() => request.abort());
  });
}
