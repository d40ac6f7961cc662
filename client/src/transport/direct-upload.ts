import type { Attachment, DirectUpload } from '@huati/shared';
import { toFailure, WireFailure, type FailureCode } from './failure';
import { filesApi } from './files-api';
import { watchStalled } from './stalled';
import type { Upload, Way } from './upload';

/** The place that each file of this run was put into whole and of which the server is to hear; `over` where it refused it. */
const placed = new WeakMap<File, { id: string; over: boolean }>();

/** Whether a file got into the storage when it was sent last: what failed then is no reason to send it in another way. */
export function isPlaced(file: File): boolean {
  return placed.has(file);
}

/** What says nothing about the file itself: the server may still take what lies there. */
const PASSING: readonly FailureCode[] = ['offline', 'timeout', 'busy', 'rate_limited', 'upstream_unavailable'];

/**
 * Puts a file into the storage itself, past the server, and tells the server. What was cut begins anew; once the file is
 * there, only the telling does.
 */
export const directUpload: Way = ({ name, bytes, file }, progress): Upload => {
  const control = { aborted: false, stop: (): void => undefined };

  async function send(): Promise<Attachment> {
    const known = placed.get(file);
    if (known && !known.over) return end(known.id);
    placed.delete(file);
    const place = await filesApi.beginDirect(name, bytes);
    try {
      if (control.aborted) throw new WireFailure('offline', 'aborted');
      await put(place, file, progress, (stop) => (control.stop = stop));
    } catch (error) {
      // Where it goes next, it would count twice.
      await forget(place.id);
      throw error;
    }
    placed.set(file, { id: place.id, over: false });
    return end(place.id);
  }

  async function end(id: string): Promise<Attachment> {
    progress(1);
    try {
      const attachment = await filesApi.endDirect(id);
      placed.delete(file);
      return attachment;
    } catch (error) {
      if (!control.aborted) placed.set(file, { id, over: !PASSING.includes(toFailure(error).code) });
      throw error;
    }
  }

  return {
    done: send(),
    abort: () => {
      control.aborted = true;
      control.stop();
      const known = placed.get(file);
      placed.delete(file);
      if (known) void forget(known.id);
    },
  };
};

/** What nobody completes is tidied away within a day; said here, it is gone at once. */
async function forget(id: string): Promise<void> {
  await filesApi.deleteAttachment(id).catch(() => false);
}

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
