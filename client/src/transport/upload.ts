import type { About, Attachment } from '@huati/shared';
import { loadResumable } from '@/platform/resumable';
import { directUpload, isPlaced } from './direct-upload';
import { toFailure, WireFailure, type FailureCode } from './failure';
import { filesApi } from './files-api';
import { plainUpload } from './plain-upload';
import { resumableUpload } from './resumable-upload';

/** From so many bytes on a file can go on after a cut, where the server does not say it otherwise. */
const RESUMABLE_FROM = 5 * 1024 * 1024;

/** A file on the device: where it lies, or in a browser the file itself. */
export interface FileToSend {
  name: string;
  path: string;
  bytes: number;
  file?: File | undefined;
}

/** An upload under way. */
export interface Upload {
  /** Rejects with a `WireFailure`, also where it was aborted. */
  done: Promise<Attachment>;
  /** Ends it, and lets go of what the server has of it; also after it failed, when the same file will not be sent again. */
  abort(): void;
}

/** How a file leaves; `progress` is told which part of it has left, 0 to 1. */
export type Way = (file: FileToSend & { file: File }, progress: (part: number) => void) => Upload;

/** Those that did not get into the storage by themselves: they go on in parts. */
const inParts = new WeakSet<File>();

/** Where a large file does not get by itself what it would need to be put into the storage. */
const NOT_DIRECT: readonly FailureCode[] = ['not_configured', 'upstream_unavailable', 'timeout', 'not_found'];

/**
 * Uploads one file; `progress` is told which part of it has left, 0 to 1. A refused token is renewed once. The same large
 * file, sent again from a browser after a cut, goes on where it was.
 */
export function upload(file: FileToSend, progress: (part: number) => void): Upload {
  const { file: inBrowser } = file;
  if (!loadResumable || !inBrowser) return plainUpload(file, progress);
  const whole = { ...file, file: inBrowser };
  let running: Upload | null = null;
  let aborted = false;
  const by = (way: Way): Promise<Attachment> => {
    if (aborted) return Promise.reject(new WireFailure('offline', 'aborted'));
    running = way(whole, progress);
    return running.done;
  };
  const send = async (): Promise<Attachment> => {
    const { resumableFrom, direct } = await uploads();
    if (whole.bytes < resumableFrom) return by(plainUpload);
    if (!direct || inParts.has(inBrowser)) return by(resumableUpload);
    return by(directUpload).catch((error: unknown) => {
      if (isPlaced(inBrowser) || !NOT_DIRECT.includes(toFailure(error).code)) throw error;
      inParts.add(inBrowser);
      return by(resumableUpload);
    });
  };
  return {
    done: send(),
    abort: () => {
      aborted = true;
      running?.abort();
    },
  };
}

/** What the server says of uploads, or what is usual where it says nothing. */
function uploads(): Promise<Pick<About['uploads'], 'resumableFrom' | 'direct'>> {
  return filesApi.about().then(
    (about) => about.uploads,
    () => ({ resumableFrom: RESUMABLE_FROM, direct: false }),
  );
}
