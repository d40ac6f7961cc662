import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Attachment } from '@huati/shared';
import { pause } from '../src/pause';
import { api } from './client';
import type { Bff } from './harness';

export interface UploadReply {
  status: number;
  body: { attachment?: Attachment; code?: string; detail?: string };
}

/** Uploads files as a browser does, each in the field `field`. */
export async function upload(
  { url }: Pick<Bff, 'url'>,
  token: string,
  files: { name: string; content: string | Uint8Array<ArrayBuffer> }[],
  field = 'file',
): Promise<UploadReply> {
  const form = new FormData();
  for (const { name, content } of files) form.append(field, new Blob([content]), name);
  const response = await fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as UploadReply['body'] };
}

/** How long reading a file may take where a machine has much else to do, and how often it is asked whether it is read, in ms. */
const READ_MS = 90_000;
const POLL_MS = 20;

/** Uploads one file and gives its attachment once it is read, or cannot be. */
export async function uploaded(
  bff: Pick<Bff, 'url'>,
  token: string,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<Attachment> {
  const { status, body } = await upload(bff, token, [{ name, content }]);
  if (status !== 201 || !body.attachment) throw new Error(`refused: ${JSON.stringify(body)}`);
  return settled(bff, token, body.attachment);
}

/** The attachment once it is read, or cannot be. */
export async function settled({ url }: Pick<Bff, 'url'>, token: string, { id }: { id: string }): Promise<Attachment> {
  for (let waited = 0; waited < READ_MS; waited += POLL_MS) {
    const { body } = await api(url, token, `/api/uploads/${id}`);
    const { attachment } = body as { attachment?: Attachment };
    if (!attachment) throw new Error(`no such attachment: ${JSON.stringify(body)}`);
    if (attachment.status !== 'processing') return attachment;
    await pause(POLL_MS);
  }
  throw new Error(`the file is not read within ${READ_MS} ms`);
}

/** Sends `sent` bytes of a file and goes away. */
export function breakOff({ url }: Pick<Bff, 'url'>, token: string, sent: number): Promise<void> {
  return new Promise((resolve) => {
    const upload = request(`${url}/api/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
    });
    upload.on('error', () => resolve());
    upload.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n');
    upload.write('字'.repeat(Math.ceil(sent / 3)), () => setTimeout(() => upload.destroy(new Error('gone')), 200));
  });
}

/** The files that are stored, or lie in another folder of its own. */
export async function storedFiles({ env }: Pick<Bff, 'env'>, folder = 'files'): Promise<string[]> {
  const entries = await readdir(join(env.DATA_DIR ?? '', folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
