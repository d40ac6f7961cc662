import { appendFile, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryGraph } from '../../src/stores/memory-graph';
import { all, fact } from './facts';

const one = fact('d1#1', ['小米', 'INVEST', '字节跳动']);
const other = fact('d2#1', ['红杉', 'INVEST', '墨刀']);

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'huati-log-'));
  file = join(dir, 'graph.jsonl');
});
afterEach(() => rm(dir, { recursive: true }));

/** What a graph that is opened on the file has. */
async function counted() {
  const graph = await createMemoryGraph({ dir });
  const counts = await graph.counts();
  await graph.close();
  return counts;
}

describe('the log of a store', () => {
  it('is on the disk when a change is acknowledged', async () => {
    const graph = await createMemoryGraph({ dir });
    await graph.put(one);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4);
    await graph.close();
  });

  it.each([1, 5, 40])('loses a line that was torn %i bytes before its end, and nothing else', async (bytes) => {
    const graph = await createMemoryGraph({ dir });
    await graph.put(one);
    await graph.close();
    const whole = await readFile(file);
    await appendFile(file, whole.subarray(0, whole.indexOf(10) + 1 - bytes));
    expect(await counted()).toEqual({ entities: 2, relations: 1 });
    const again = await createMemoryGraph({ dir });
    await again.put(other);
    await again.close();
    expect(await counted()).toEqual({ entities: 4, relations: 2 });
  });

  it('is refused where something in its middle cannot be read, and the folder is free afterwards', async () => {
    await writeFile(file, '{"name":1}\n{"removed":"d1"}\n');
    await expect(createMemoryGraph({ dir })).rejects.toThrow(/graph\.jsonl: line 1 cannot be read/);
    await writeFile(file, '{"removed":"d1"}\n');
    expect(await counted()).toEqual({ entities: 0, relations: 0 });
  });

  it('is written anew at the start where some of it no longer counts', async () => {
    const graph = await createMemoryGraph({ dir });
    await graph.put(one);
    await graph.put(other);
    await graph.removeDocument('d1');
    await graph.close();
    const before = (await stat(file)).size;
    expect(await counted()).toEqual({ entities: 2, relations: 1 });
    expect((await stat(file)).size).toBeLessThan(before);
    expect((await readFile(file, 'utf8')).match(/\n/g)).toHaveLength(3);
  });

  it('is written anew while it is in use where most of it no longer counts, and loses nothing', async () => {
    const graph = await createMemoryGraph({ dir });
    const changes: Promise<void>[] = [];
    for (let n = 0; n < 1_000; n += 1) {
      changes.push(graph.put(fact(`d#${n}`, [`甲${n}`, 'INVEST', '乙'])));
      if (n % 100 === 99) changes.push(graph.removeDocument('d'));
      if (n % 50 === 0) await Promise.all(changes);
    }
    changes.push(graph.put(one));
    await Promise.all(changes);
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(1_500);
    const names = await all(graph.names());
    await graph.close();
    expect(await counted()).toEqual({ entities: 2, relations: 1 });
    expect(names).toHaveLength(2);
  });

  it.runIf(process.platform === 'linux')('has what a full disk refused once there is room again', async () => {
    await symlink('/dev/full', file);
    const graph = await createMemoryGraph({ dir });
    await expect(graph.put(one)).rejects.toThrow('ENOSPC');
    await graph.put(one);
    await graph.put(other);
    await graph.close();
    expect(await counted()).toEqual({ entities: 4, relations: 2 });
  });

  it('belongs to one store', async () => {
    const graph = await createMemoryGraph({ dir });
    await expect(createMemoryGraph({ dir })).rejects.toThrow('open already');
    await graph.close();
    await expect(graph.put(one)).rejects.toThrow('closed');
    expect(await counted()).toEqual({ entities: 0, relations: 0 });
  });

  it('belongs to one process, as long as that lives', async () => {
    const child = fork(process.execPath, { execArgv: ['-e', 'setInterval(() => {}, 1000)'] });
    await once(child, 'spawn');
    await writeFile(`${file}.lock`, String(child.pid));
    await expect(createMemoryGraph({ dir })).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await counted()).toEqual({ entities: 0, relations: 0 });
  });

  it('is free where the number of the process that had it is another one’s now', async () => {
    await writeFile(`${file}.lock`, `${process.ppid} 1`);
    expect(await counted()).toEqual({ entities: 0, relations: 0 });
    await writeFile(`${file}.lock`, `${process.pid} 1`);
    expect(await counted()).toEqual({ entities: 0, relations: 0 });
  });

  it('belongs to a process of another container as long as that makes its lock new', { timeout: 20_000 }, async () => {
    const lock = `${file}.lock`;
    await writeFile(lock, '1 12345 other/pid:[1] x');
    const renewing = setInterval(() => void utimes(lock, new Date(), new Date()), 500);
    await expect(createMemoryGraph({ dir })).rejects.toThrow('a process of other/pid:[1] has the folder open');
    clearInterval(renewing);
    expect(await readFile(lock, 'utf8')).toContain('other');

    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    const graph = await createMemoryGraph({ dir });
    expect(await readFile(lock, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await graph.close();
    expect(await readdir(dir)).toEqual(['graph.jsonl']);
  });
});
