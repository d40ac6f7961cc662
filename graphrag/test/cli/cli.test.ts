import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../../src/command/command';
import { folder, service, type Client } from '../harness';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** The command line as a process of its own. */
function separately(client: Pick<Client, 'started'>, ...args: string[]): Promise<Ended> {
  const env = { GRAPHRAG_URL: client.started.url };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', CLI, ...args], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

/** The same in this process, which begins in no time. */
async function cli(client: Pick<Client, 'started'>, ...args: string[]): Promise<Ended> {
  const ended: Ended = { code: 0, out: '', err: '' };
  ended.code = await command(args, {
    env: { GRAPHRAG_URL: client.started.url },
    out: (text) => (ended.out += text),
    err: (text) => (ended.err += text),
  });
  return ended;
}

describe('the command line', () => {
  it('sends folders and files once, rows of data and stored answers, asks, lists and deletes', async () => {
    const client = await service();
    const dir = await folder();
    await mkdir(join(dir, 'deep'));
    await writeFile(join(dir, 'a.md'), '# 融资\n\n青岚资本投资了云汐科技。');
    await writeFile(join(dir, 'deep/b.txt'), '云汐科技收购了白泽视觉。');
    await writeFile(join(dir, 'deep/.hidden'), 'x');
    const first = await cli(client, 'ingest', dir);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/\[1\/2\].*ready: 1 chunks/);
    expect((await cli(client, 'ingest', dir)).out.match(/unchanged/g)).toHaveLength(2);

    await writeFile(
      join(dir, 'rows.csv'),
      '青岚资本,,投资,云汐科技\n云汐科技,,收购,白泽视觉\n云汐科技,,没有,白泽视觉\n',
    );
    const rows = await cli(client, 'triples', join(dir, 'rows.csv'), '--document', 'rows');
    expect(rows.out).toContain('2 relations; dropped: unknown_relation 1');
    expect(rows.out).toContain('line 3: unknown_relation');
    await writeFile(join(dir, 'answers.jsonl'), '{"question": "几点？", "answer": "七点。"}\n');
    expect((await cli(client, 'answers', join(dir, 'answers.jsonl'))).out).toContain('1 stored answers taken');

    expect((await cli(client, 'ask', '青岚资本投资的公司收购了谁？')).out).toContain('云汐科技 —收购→ 白泽视觉');
    expect((await cli(client, 'list')).out).toMatch(/rows .*ready/);
    expect(await cli(client, 'delete', 'rows')).toMatchObject({ code: 0, out: 'rows is gone\n' });
    expect(await cli(client, 'delete', 'rows')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such document') as unknown,
    });
  });

  it('sends again what would be taken in otherwise now, and files of one name as two', async () => {
    const data = { GRAPHRAG_DATA_DIR: await folder() };
    const before = await service(data);
    const dirs = [await folder(), await folder()];
    for (const dir of dirs) {
      await mkdir(join(dir, 'docs'));
      await writeFile(join(dir, 'docs/x.md'), `${dir} 里的班车七点半出发。`);
      expect((await cli(before, 'ingest', join(dir, 'docs'))).out).toMatch(/ready: 1 chunks/);
    }
    expect(await before.about()).toMatchObject({ chunks: 2 });
    expect((await cli(before, 'ingest', ...dirs)).out.match(/unchanged/g)).toHaveLength(2);
    await before.started.close();

    const after = await service({ ...data, GRAPHRAG_SCHEMA: '' });
    expect((await cli(after, 'ingest', ...dirs)).out.match(/ready: 1 chunks/g)).toHaveLength(2);
    expect((await cli(after, 'ingest', ...dirs)).out.match(/unchanged/g)).toHaveLength(2);
  });

  it('says what is wrong, and ends with it', { timeout: 60_000 }, async () => {
    const nobody = {
      started: { url: 'http://127.0.0.1:9', settled: () => Promise.resolve(), close: () => Promise.resolve() },
    };
    expect(await separately(nobody, 'list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no GraphRAG service answers') as unknown,
    });
    expect(await cli(nobody, 'dance')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no command dance') as unknown,
    });
    expect(await cli(nobody)).toMatchObject({ code: 2, err: expect.stringContaining('Usage') as unknown });
    const client = await service();
    const dir = await folder();
    await writeFile(join(dir, 'broken.pdf'), '%PDF-1.7\nnothing of a PDF');
    await writeFile(join(dir, 'good.txt'), '班车每天早上七点半出发。');
    const told = await cli(client, 'ingest', dir);
    expect(told.code).toBe(1);
    expect(told.out).toMatch(/broken\.pdf {2}failed:/);
    expect(told.out).toMatch(/good\.txt {2}ready/);
    expect(await cli(client, 'ingest', join(dir, 'nowhere'))).toMatchObject({ code: 1 });
  });
});
