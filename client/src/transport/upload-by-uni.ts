import { asJson, toHeader, unsent, type Reply } from './reply';
import type { Sending, SentFile } from './upload-by-xhr';

/** Sends a form where there is no browser. */
export function uploadByUni({ url, name, path, header, timeoutMs, progress }: SentFile): Sending {
  let abort = (): void => undefined;
  const reply = new Promise<Reply>((resolve, reject) => {
    const task = uni.uploadFile({
      url,
      filePath: path,
      name: 'file',
      // A mini-program sends the name of its temporary file in place of the person's.
      formData: { name },
      header,
      timeout: timeoutMs,
      success: ({ statusCode, data, ...rest }) => {
        const { header: heard } = rest as { header?: unknown };
        resolve({ status: statusCode, body: asJson(data), header: toHeader(heard) });
      },
      fail: ({ errMsg }) => reject(unsent(errMsg)),
    });
    task.onProgressUpdate((told) => progress(told.progress / 100));
    abort = () => task.abort();
  });
  return { reply, abort: () => abort() };
}
