import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Client, finding, folder, model } from '../harness';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const CHUNKS = 12;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The service as a process of its own. */
async function started(env: Record<string, string>): Promise<{ child: ChildProcess; client: Client }> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { GRAPHRAG_PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString();
      const [, found] = /graphrag listening on (\S+)\n/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${String(code)}`)));
  });
  const nothing = () => Promise.resolve();
  return { child, client: new Client({ url, settled: nothing, close: nothing }) };
}

it(
  'goes on where it was killed, asks the model for nothing twice, and holds all of it',
  { timeout: 60_000 },
  async () => {
    const asked: string[] = [];
    const plan = {
      firstTokenDelayMs: 60,
      answer: (question: string) => {
        const [name = ''] = /公司\d+号/.exec(question) ?? [];
        asked.push(name);
        return JSON.stringify({
          entities: [
            { name: '青岚资本', type: 'Investor', aliases: [] },
            { name, type: 'Company', aliases: [] },
          ],
          relations: [{ source: '青岚资本', type: 'INVESTED_IN', target: name, quote: `青岚资本投资了${name}` }],
        });
      },
    };
    const env = {
      GRAPHRAG_DATA_DIR: await folder(),
      GRAPHRAG_SCHEMA: join(import.meta.dirname, '../../sample/schema.json'),
      ...finding(await model({ plan })),
    };
    const filler = '这一段话说的是这笔投资的来龙去脉，以及后来大家怎么看。'.repeat(8);
    const passages = Array.from({ length: CHUNKS }, (_, at) => ({
      n: at + 1,
      text: `青岚资本投资了公司${at}号。${filler}`,
      place: { page: at + 1 },
    }));
    const first = await started(env);
    const sent = { owner: '', title: 'deals', mime: 'text/plain', passages };
    expect((await first.client.call('PUT', '/documents/deals', sent)).status).toBe(202);
    while (asked.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
    first.child.kill('SIGKILL');
    await new Promise((resolve) => first.child.once('exit', resolve));
    const before = asked.length;

    const second = await started(env);
    expect(await second.client.finished('deals')).toMatchObject({
      status: 'ready',
      counts: { chunks: CHUNKS, entities: CHUNKS + 1, relations: CHUNKS },
    });
    expect(await second.client.about()).toMatchObject({ chunks: CHUNKS, entities: CHUNKS + 1, relations: CHUNKS });
    expect(before).toBeLessThan(CHUNKS);
    // The one that was being answered when the process was killed may have been asked for again.
    expect(asked.length).toBeLessThanOrEqual(CHUNKS + 1);
    expect(new Set(asked).size).toBe(CHUNKS);
    second.child.kill('SIGTERM');
    expect(await new Promise((resolve) => second.child.once('exit', resolve))).toBe(0);
  },
);
