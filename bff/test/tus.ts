import { api } from './client';

/** One request of the protocol tus 1.0. */
export interface TusReply {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A user's uploads in parts on the server at `url`. */
export function tus(url: string, token: string) {
  const call = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<TusReply> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
      ...(body && { body }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text };
  };
  const metadata = (name: string) => `filename ${Buffer.from(name).toString('base64')}`;
  return {
    create: (name: string, length: number) =>
      call('POST', '/api/tus', { 'upload-length': String(length), 'upload-metadata': metadata(name) }),
    patch: (path: string, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
      call(
        'PATCH',
        path,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        bytes,
      ),
    head: (path: string) => call('HEAD', path, {}),
    remove: (path: string) => call('DELETE', path, {}),
    attachment: (path: string) => api(url, token, `/api/uploads/${path.split('/').at(-1) ?? ''}`),
  };
}
