import { apiOrigin } from '@/config';
import { WireFailure } from './failure';
import { loggedIn, unsent } from './reply';

const TIMEOUT_MS = 120_000;

/**
 * Fetches the file of an attachment. Out: where it lies on the device, a `blob:` address in a browser; both end with the
 * program. Rejects with a `WireFailure`.
 */
export async function download(attachmentId: string): Promise<string> {
  const { status, path } = await loggedIn((token) => fetchFile(attachmentId, token));
  if (status === 200) return path;
  throw new WireFailure(status === 404 ? 'not_found' : 'upstream_unavailable', `HTTP ${status}`);
}

function fetchFile(attachmentId: string, token: string): Promise<{ status: number; path: string }> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url: `${apiOrigin}/api/uploads/${encodeURIComponent(attachmentId)}/content`,
      header: { Authorization: `Bearer ${token}` },
      timeout: TIMEOUT_MS,
      success: ({ statusCode, tempFilePath }) => resolve({ status: statusCode, path: tempFilePath }),
      fail: ({ errMsg }: { errMsg: string }) => reject(unsent(errMsg)),
    });
  });
}
