import { apiOrigin } from '@/config';
import { pathOfBlob } from '@/platform/blob-path';
import { WireFailure } from './failure';
import { loggedIn, unsent } from './reply';
import { passHeader } from './shared-pass';

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
  return pathIn(await loggedIn((token) => fetched(path, { Authorization: `Bearer ${token}` })));
}

/** Where a picture of a share can be shown from: by its address where that opens it, else from the device, fetched with `pass`. */
export async function sharedPicture(shareId: string, pictureId: string, pass: string | undefined): Promise<string> {
  const path = `/api/shares/${encodeURIComponent(shareId)}/pictures/${encodeURIComponent(pictureId)}`;
  return pass === undefined ? apiOrigin + path : pathIn(await fetched(path, passHeader(pass)));
}

function fetched(path: string, headers: Record<string, string>): Promise<Fetched> {
  return pathOfBlob ? fetchBlob(path, headers, pathOfBlob) : fetchFile(path, headers);
}

function pathIn({ status, path }: Fetched): string {
  if (status === 200) return path;
  throw new WireFailure(codeOf(status), `HTTP ${status}`);
}

function codeOf(status: number): WireFailure['code'] {
  if (status === 404) return 'not_found';
  return status === 422 ? 'unreadable' : 'upstream_unavailable';
}

/** In a browser: kept in memory, so that whoever shows it can free it. */
async function fetchBlob(
  path: string,
  headers: Record<string, string>,
  keep: (blob: Blob) => string,
): Promise<Fetched> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), TIMEOUT_MS);
  try {
    const reply = await fetch(apiOrigin + path, { headers, signal: control.signal });
    return { status: reply.status, path: reply.ok ? keep(await reply.blob()) : '' };
  } catch (error) {
    throw unsent(control.signal.aborted ? 'timeout' : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function fetchFile(path: string, header: Record<string, string>): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url: apiOrigin + path,
      header,
      timeout: TIMEOUT_MS,
      success: ({ statusCode, tempFilePath }) => resolve({ status: statusCode, path: tempFilePath }),
      fail: ({ errMsg }: { errMsg: string }) => reject(unsent(errMsg)),
    });
  });
}
