import { readFile, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

interface Outcome<T> {
  url: string;
  header: Record<string, string>;
  success(result: T): void;
  fail(error: { errMsg: string }): void;
  complete?(): void;
}

interface UploadOptions extends Outcome<{ statusCode: number; data: string }> {
  filePath: string;
  name: string;
  formData: Record<string, string>;
}

/** `uni.uploadFile` over the real network: like WeChat's, with the name of the temporary file. */
export function uploadFile(options: UploadOptions) {
  const { url, header, filePath, name, formData } = options;
  const heard: ((told: { progress: number }) => void)[] = [];
  const control = new AbortController();
  const send = async (): Promise<void> => {
    const form = new FormData();
    for (const [field, value] of Object.entries(formData)) form.append(field, value);
    form.append(name, new Blob([new Uint8Array(await readFile(filePath))]), basename(filePath));
    const reply = await fetch(url, { method: 'POST', headers: header, body: form, signal: control.signal });
    const data = await reply.text();
    for (const tell of heard) tell({ progress: 100 });
    options.success({ statusCode: reply.status, data });
  };
  send()
    .catch((error: unknown) => options.fail({ errMsg: `uploadFile:fail ${String(error)}` }))
    .finally(() => options.complete?.());
  return { abort: () => control.abort(), onProgressUpdate: (run: (typeof heard)[number]) => void heard.push(run) };
}

/** `uni.downloadFile` over the real network. */
export function downloadFile(options: Outcome<{ statusCode: number; tempFilePath: string }>): void {
  const get = async (): Promise<void> => {
    const reply = await fetch(options.url, { headers: options.header });
    const tempFilePath = join(await mkdtemp(join(tmpdir(), 'huati-file-')), 'tmp');
    await writeFile(tempFilePath, new Uint8Array(await reply.arrayBuffer()));
    options.success({ statusCode: reply.status, tempFilePath });
  };
  get().catch((error: unknown) => options.fail({ errMsg: `downloadFile:fail ${String(error)}` }));
}
