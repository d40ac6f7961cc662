// @vitest-environment node
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { PickedFile } from '@/platform/pick-files';
import { device, startForDevices } from './device';
import { downloadFile, uploadFile } from './files';
import type { Servers } from './servers';

const REPORT = '# 季度报告\n\n销售额增长 12%，退货率下降。';
let servers: Servers;
let folder: string;

beforeAll(async () => {
  servers = await startForDevices({ uploadFile, downloadFile });
  folder = await mkdtemp(join(tmpdir(), 'huati-files-'));
}, 60_000);

afterAll(async () => {
  await servers.close();
  await rm(folder, { recursive: true });
});

/** A file as a phone gives it: the person's name for it, and a temporary file with another. */
async function picked(name: string, content: string | Uint8Array): Promise<PickedFile> {
  const path = join(folder, `tmp_${Math.random()}`);
  await writeFile(path, content);
  return { name, path, bytes: Buffer.byteLength(content), picture: false };
}

/** A client with files, as the program that was just started. */
async function deviceWithFiles() {
  const started = await device();
  const { chat, api } = started;
  const { useFiles } = await import('@/features/files');
  const files = useFiles();
  const ready = () => vi.waitFor(() => expect(files.obstacle).toBe(''), 10_000);
  const messages = async () => (await api.messages(chat.topicId ?? '', null)).items;
  const answered = (count: number) =>
    vi.waitFor(() => {
      const ends = chat.items.filter((item) => item.kind === 'answer' && item.message.status === 'complete');
      expect(ends).toHaveLength(count);
    }, 20_000);
  return { ...started, files, ready, messages, answered };
}

let client: Awaited<ReturnType<typeof deviceWithFiles>>;
beforeEach(async () => {
  servers.setDown(false);
  client = await deviceWithFiles();
  return () => client.connection.close();
});

it('uploads under the name that the person knows, asks about it, and reads it again', async () => {
  const { chat, files } = client;
  for (const text of ['总结', '下降了']) await servers.plan({ text });
  files.add([await picked('季度报告（终稿）.md', REPORT)]);
  expect(files.obstacle).not.toBe('');
  chat.write('请总结这份文件');
  await chat.send();
  expect(chat.items).toEqual([]);
  await client.ready();
  await chat.send();
  expect(files.list).toEqual([]);
  await client.answered(1);
  const [question] = await client.messages();
  expect(question?.attachments).toMatchObject([{ name: '季度报告（终稿）.md', mime: 'text/plain', status: 'ready' }]);
  expect(chat.items[0]).toMatchObject({ kind: 'question', files: [{ name: '季度报告（终稿）.md' }] });
  const [file] = question?.attachments ?? [];
  const path = file ? await files.path(file) : '';
  expect(await readFile(path, 'utf8')).toBe(REPORT);

  // Worded anew, the question still is about the same file.
  chat.startEdit(question?.id ?? '', '请总结这份文件');
  chat.write('退货率怎么样？');
  await chat.send();
  await client.answered(1);
  expect(chat.items[0]).toMatchObject({ text: '退货率怎么样？', files: [{ name: '季度报告（终稿）.md' }] });
  expect((await client.messages())[0]?.attachments).toHaveLength(1);
}, 30_000);

it('keeps the files of a question that waits for the network, over the end of the program', async () => {
  const { chat, files } = client;
  await servers.plan({ text: '好' });
  files.add([await picked('说明.md', REPORT)]);
  await client.ready();
  servers.setDown(true);
  servers.cut();
  await vi.waitFor(() => expect(client.connection.status()).toBe('connecting'));
  chat.write('离线时问的');
  await chat.send();
  expect(chat.items).toMatchObject([{ kind: 'outbox', question: { attachments: [{ name: '说明.md' }] } }]);

  // Taken back it has its file, and sent again as well.
  chat.editWaiting(chat.items[0]?.key ?? '');
  expect([chat.draft, files.list.map(({ name }) => name)]).toEqual(['离线时问的', ['说明.md']]);
  await chat.send();
  client.connection.close();
  servers.setDown(false);
  client = await deviceWithFiles();
  await client.answered(1);
  expect((await client.messages())[0]?.attachments).toMatchObject([{ name: '说明.md' }]);
}, 30_000);

it('sends a file again that was cut, and tells a file that the server does not take', async () => {
  const { files } = client;
  const cut = await picked('断.md', REPORT.repeat(1000));
  const onceCut = (options: Parameters<typeof uploadFile>[0]) => {
    Object.assign(uni, { uploadFile });
    servers.setDown(true);
    servers.cut();
    return uploadFile(options);
  };
  Object.assign(uni, { uploadFile: onceCut });
  files.add([cut]);
  await vi.waitFor(() => expect(files.list).toMatchObject([{ state: 'waiting', failure: 'offline' }]), 30_000);
  servers.setDown(false);
  await client.online();
  await client.ready();
  files.add([await picked('乱.bin', Uint8Array.from([0, 1, 2, 255, 254, 0]))]);
  await vi.waitFor(() => expect(files.list[1]?.state).toBe('failed'), 30_000);
  expect(files.list[1]?.failure).toBe('unsupported_type');
  files.remove(files.list[1]?.key ?? '');
  expect(files.obstacle).toBe('');
}, 30_000);

it('gives back the files of a question that the server refused, as far as they are still there', async () => {
  const { chat, files } = client;
  files.add([await picked('问过的.md', REPORT)]);
  await client.ready();
  const id = files.list[0]?.attachment?.id ?? '';
  const { api } = await import('@/transport');
  await api.deleteAttachment(id);
  chat.write('还在吗');
  await chat.send();
  await vi.waitFor(() => expect(chat.refusal).not.toBeNull(), 30_000);
  expect(chat.draft).toBe('还在吗');
  await vi.waitFor(() => expect(files.list).toMatchObject([{ state: 'failed', failure: 'not_found' }]), 30_000);
}, 30_000);
