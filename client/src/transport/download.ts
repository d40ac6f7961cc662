import { apiOrigin } from '@/config';
import { pathOfBlob } from '@/platform/blob-path';
import { WireFailure } from './failure';
import { loggedIn, unsent } from './reply';

const TIMEOUT_MS = 120_000;

interface Fetched {
  status: number;
  path: string;
}

/**
 * Fetches the file of an attachment. Out: where it lies on the device, a `blob:` address in a browser; both end with the
 * program, or when they are let go. Rejects with a `WireFailure`.
 */
export function download(attachmentId: string): Promise<string> {
  return fetchToDevice(`/api/uploads/${encodeURIComponent(attachmentId)}/content`);
}

/** Fetches a picture as a JPEG, upright, whatever its format; `side`: how long its longer one is at most, in px. */
export function downloadPicture(attachmentId: string, side: number): Promise<string> {
  return fetchToDevice(`/api/uploads/${encodeURIComponent(attachmentId)}/picture?side=${side}`);
}

/** Fetches what stands at a path of the API, logged in. Out: where it lies on the device, as `download` gives it. */
export async function fetchToDevice(path: string): Promise<string> {
  const { status, path: here } = await loggedIn((token) =>
    pathOfBlob ? fetchBlob(path, token, pathOfBlob) : fetchFile(path, token),
  );
  if (status === 200) return here;
  throw new WireFailure(codeOf(status), `HTTP ${status}`);
}

function codeOf(status: number): WireFailure['code'] {
  if (status === 404) return 'not_found';
  return status === 422 ? 'unreadable' : 'upstream_unavailable';
}

/** In a browser by itself: what uni fetches there can never be freed. */
async function fetchBlob(path: string, token: string, keep: (blob: Blob) => string): Promise<Fetched> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), TIMEOUT_MS);
  try {
    const headers = { Authorization: `Bearer ${token}` };
    const reply = await fetch(apiOrigin + path, { headers, signal: control.signal });
    return { status: reply.status, path: reply.ok ? keep(await reply.blob()) : '' };
  } catch (error) {
    throw unsent(control.signal.aborted ? 'timeout' : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function fetchFile(path: string, token: string): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url: apiOrigin + path,
      header: { Authorization: `Bearer ${token}` },
      timeout: TIMEOUT_MS,
      success: ({ statusCode, tempFilePath }) => resolve({ status: statusCode, path: tempFilePath }),
      fail: ({ errMsg }: { errMsg: string }) => reject(unsent(errMsg)),
    });
  });
}
