// @vitest-environment node
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { device, program, startForDevices } from './device';
import { downloadFile, uploadFile } from './files';
import type { Servers } from './servers';

const REPORT =
  '# 季度报告\n\n## 销售\n\n第三季度销售额为 3.42 亿元，同比增长 12%。\n\n## 退货\n\n退货率由 4.1% 下降到 2.6%。\n';
const ANSWER = '销售额增长 12%[1]。';

let servers: Servers;
let folder: string;

beforeAll(async () => {
  servers = await startForDevices({ uploadFile, downloadFile });
  folder = await mkdtemp(join(tmpdir(), 'huati-evidence-'));
}, 60_000);

afterAll(async () => {
  await servers.close();
  await rm(folder, { recursive: true });
});

/** A client that has asked about the report and has its answer. */
async function asked(plan: object) {
  const client = await device();
  const { useFiles } = await import('@/features/files');
  const files = useFiles();
  const path = join(folder, 'tmp_report');
  await writeFile(path, REPORT);
  files.add([{ name: '季度报告.md', path, bytes: Buffer.byteLength(REPORT), picture: false }]);
  await vi.waitFor(() => expect(files.obstacle).toBe(''), 20_000);
  await servers.plan({ text: ANSWER, ...plan });
  client.chat.write('销售额如何？');
  await client.chat.send();
  return { ...client, files };
}

it('holds an answer’s sources before its first word, and after a reload, also without a network', async () => {
  const { chat, last, ended, connection } = await asked({ text: ANSWER.repeat(40), tokensPerSecond: 60 });
  await vi.waitFor(() => expect(chat.live.get(last()?.id ?? '')?.sources?.length).toBeGreaterThan(0), 20_000);
  const live = chat.live.get(last()?.id ?? '');
  expect(live?.text.length).toBeLessThan(ANSWER.length * 40);
  expect(live?.sources?.[0]).toMatchObject({ n: 1, title: '季度报告.md' });
  await ended('complete');
  const sources = last()?.sources;
  expect(sources?.map(({ text }) => text).join('')).toContain('同比增长 12%');
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  connection.close();

  const again = await program();
  again.chat.start(chat.topicId);
  const shown = () => again.chat.items.flatMap((item) => (item.kind === 'answer' ? [item.message.sources] : []));
  await vi.waitFor(() => expect(shown()).toEqual([sources]), 10_000);
  again.connection.connect();
  await again.online();
  await vi.waitFor(() => expect(again.chat.phase).toBe('ready'), 10_000);
  expect(shown()).toEqual([sources]);
  again.connection.close();
}, 60_000);

it('reads a source in its place, and keeps it where the file is removed', async () => {
  const { last, ended, api, connection } = await asked({});
  await ended('complete');
  const { id = '', sources = [] } = last() ?? {};
  const found = sources.find(({ text }) => text.includes('3.42'));
  const n = found?.n ?? 0;
  const before = await api.source(id, n);
  expect(before.source.text).toContain('第三季度销售额为 3.42 亿元，同比增长 12%。');
  expect(before.passage?.text).toBe(before.source.text);
  await api.deleteAttachment(found?.attachmentId ?? '');
  const after = await api.source(id, n);
  expect(after.source.text).toBe(before.source.text);
  expect(after.passage).toBeUndefined();
  await expect(api.source(id, 99)).rejects.toMatchObject({ code: 'not_found' });
  connection.close();
}, 60_000);
