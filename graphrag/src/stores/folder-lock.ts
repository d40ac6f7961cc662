import { readFile, rm, writeFile } from 'node:fs/promises';

/** A file of one process at a time. */
export interface Lock {
  release(): Promise<void>;
}

/** The locks that this process holds: one of its own number that is not among them is of a process before it. */
const held = new Set<string>();

/** Takes the lock file `path`; throws where another store, of this process or of another that is alive, has it. */
export async function takeLock(path: string): Promise<Lock> {
  if (held.has(path)) throw new Error(`${path}: this process has the folder open already`);
  held.add(path);
  try {
    await claim(path);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return {
    release: async () => {
      await rm(path, { force: true });
      held.delete(path);
    },
  };
}

async function claim(path: string): Promise<void> {
  const mine = `${process.pid} ${(await startOf(process.pid)) ?? ''}`.trim();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const theirs = await contentOf(path);
    const [pid = 0, start] = (theirs ?? '').split(' ').map(Number);
    if (await alive(pid, start)) {
      throw new Error(`${path}: process ${pid} has the folder open; a folder is for one process at a time`);
    }
    await rm(path, { force: true });
  }
  throw new Error(`${path}: another process is taking the folder`);
}

/** Whether the process that wrote the lock still runs, and is not another one that came to have its number. */
async function alive(pid: number, start: number | undefined): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  const now = await startOf(pid);
  return start === undefined || now === undefined || now === start;
}

/** When a process began, in ticks since the machine did; undefined where the system does not tell. */
async function startOf(pid: number): Promise<number | undefined> {
  const stat = await contentOf(`/proc/${pid}/stat`);
  // Its name, in brackets, may hold anything: what is counted comes after it.
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  return Number.isInteger(ticks) ? ticks : undefined;
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
