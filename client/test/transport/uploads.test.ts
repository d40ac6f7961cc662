import type { Attachment } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toFailure, WireFailure } from '@/transport';
import { setCredentials } from '@/transport/credentials';
import { filesApi } from '@/transport/files-api';
import { resumableUpload } from '@/transport/resumable-upload';
import { upload } from '@/transport/upload';

const parts = vi.hoisted(() => ({ begun: 0, arrive: (): void => undefined, fails: false }));
vi.mock('@/platform/resumable', () => ({
  loadResumable: () =>
    new Promise((resolve) => {
      /** Stands in for the library: what leaves by it is counted, and told to fail. */
      class Upload {
        url = null;
        constructor(
          readonly file: File,
          private readonly options: { onError(error: Error): void },
        ) {}
        start(): void {
          parts.begun += 1;
          if (parts.fails) this.options.onError(new Error('cut'));
        }
        abort(): void {
          parts.fails = true;
        }
      }
      parts.arrive = () => resolve({ Upload });
    }),
}));

const BIG = 50_000_000;
const attachment: Attachment = {
  id: 'f1',
  name: '年报.pdf',
  bytes: BIG,
  mime: 'application/pdf',
  sha256: '',
  status: 'processing',
};
const fileToSend = () => ({ name: '年报.pdf', path: '', bytes: BIG, file: new File(['x'], '年报.pdf') });
let puts: number;
let putStatus: number;

class Storage {
  upload: { onprogress?: (told: { loaded: number; total: number }) => void } = {};
  status = 0;
  onload?: () => void;
  onabort?: () => void;
  open(): void {
    puts += 1;
  }
  setRequestHeader(): void {
    this.status = 0;
  }
  send(): void {
    this.status = putStatus;
    setTimeout(() => this.onload?.(), 0);
  }
  abort(): void {
    this.onabort?.();
  }
}

beforeEach(() => {
  puts = 0;
  putStatus = 200;
  Object.assign(parts, { begun: 0, fails: false });
  vi.stubGlobal('XMLHttpRequest', Storage);
  setCredentials({ ensure: () => Promise.resolve('token'), renew: () => Promise.resolve('token') });
  vi.spyOn(filesApi, 'about').mockResolvedValue({
    uploads: { maxBytes: BIG * 2, resumableFrom: 1, direct: true },
    wechat: false,
    knowledge: false,
    retrieval: false,
    examples: [],
  });
  vi.spyOn(filesApi, 'deleteAttachment').mockResolvedValue();
  vi.spyOn(filesApi, 'beginDirect').mockResolvedValue({ id: 'f1', url: 'http://s3/f1', method: 'PUT', headers: {} });
});
afterEach(() => vi.unstubAllGlobals());

const outcome = (sent: ReturnType<typeof upload>) => sent.done.catch((error: unknown) => toFailure(error).code);

describe('a file put into the storage itself', () => {
  it('leaves once, however often the server could not be told', async () => {
    const file = fileToSend();
    const end = vi.spyOn(filesApi, 'endDirect').mockRejectedValue(new WireFailure('timeout', 'no answer'));
    expect(await outcome(upload(file, () => undefined))).toBe('timeout');
    expect(await outcome(upload(file, () => undefined))).toBe('timeout');
    end.mockResolvedValue(attachment);
    expect(await outcome(upload(file, () => undefined))).toEqual(attachment);
    expect([puts, parts.begun, end.mock.calls.length]).toEqual([1, 0, 3]);
  });

  it('is not sent in another way where the server refuses what lies there, and begins anew on a further try', async () => {
    const file = fileToSend();
    vi.spyOn(filesApi, 'endDirect')
      .mockRejectedValueOnce(new WireFailure('not_found', ''))
      .mockResolvedValue(attachment);
    expect(await outcome(upload(file, () => undefined))).toBe('not_found');
    expect([puts, parts.begun]).toEqual([1, 0]);
    expect(await outcome(upload(file, () => undefined))).toEqual(attachment);
    expect([puts, parts.begun]).toEqual([2, 0]);
  });

  it('is forgotten at the server where it is taken away before that was told', async () => {
    const sent = upload(fileToSend(), () => undefined);
    vi.spyOn(filesApi, 'endDirect').mockRejectedValue(new WireFailure('offline', ''));
    expect(await outcome(sent)).toBe('offline');
    sent.abort();
    expect(filesApi.deleteAttachment).toHaveBeenCalledWith('f1');
  });

  it('goes in parts where the storage refuses it, and stays with that', async () => {
    putStatus = 403;
    parts.fails = true;
    const file = fileToSend();
    for (const tries of [1, 2]) {
      const sent = outcome(upload(file, () => undefined));
      await vi.waitFor(() => {
        parts.arrive();
        expect(parts.begun).toBe(tries);
      });
      expect(await sent).toBe('offline');
    }
    expect(puts).toBe(1);
    expect(filesApi.deleteAttachment).toHaveBeenCalledTimes(1);
  });
});

it('an upload in parts that is called off while its library is on the way never begins', async () => {
  const sent = resumableUpload(fileToSend(), () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 10));
  sent.abort();
  parts.arrive();
  expect(await outcome(sent)).toBe('offline');
  expect(parts.begun).toBe(0);
});
