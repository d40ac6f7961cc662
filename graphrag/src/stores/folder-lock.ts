import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** A file of one process at a time. */
export interface Lock {
  /** Whether another has taken it over, which happens only to a process that stood still for long. */
  readonly isLost: boolean;
  release(): Promise<void>;
}

/** So often a lock is made new, and so old it is nobody's, in ms. Only of processes elsewhere cannot be seen whether they live. */
const RENEW_MS = 5_000;
const STALE_MS = 30_000;
/** How often a lock of another machine or container is looked at, in ms. */
const LOOK_MS = 250;

/** The locks that this process holds: one of its own number that is not among them is of a process before it. */
const held = new Set<string>();

/**
 * Takes the lock file `path`; throws where another store, of this process or of another that is alive, has it. One of another
 * machine or container is watched until it is made new, which only the living do, or is stale.
 */
export async function takeLock(path: string): Promise<Lock> {
  if (held.has(path)) throw new Error(`${path}: this process has the folder open already`);
  held.add(path);
  let mine: string;
  try {
    mine = await claim(path);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  let isLost = false;
  const renewing = setInterval(() => {
    void renewed(path, mine).then((isMine) => {
      isLost = !isMine;
    });
  }, RENEW_MS);
  renewing.unref();
  return {
    get isLost() {
      return isLost;
    },
    release: async () => {
      clearInterval(renewing);
      if ((await contentOf(path)) === mine) await rm(path, { force: true });
      held.delete(path);
    },
  };
}

/** False where the lock is another one's. What cannot be renewed now may be the next time. */
async function renewed(path: string, mine: string): Promise<boolean> {
  try {
    if ((await contentOf(path)) !== mine) return false;
    const now = new Date();
    await utimes(path, now, now);
    return true;
  } catch {
    return true;
  }
}

/** What the lock says that was taken: whose it is. */
async function claim(path: string): Promise<string> {
  const place = await placeOf();
  const mine = [process.pid, (await startOf(process.pid)) ?? '', place, randomUUID()].join(' ');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx' });
      return mine;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const theirs = await contentOf(path);
    if (theirs === undefined) continue;
    const [pid, start, where = place] = theirs.split(' ');
    const isAlive =
      where === place ? await alive(Number(pid), start ? Number(start) : undefined) : await isRenewed(path);
    if (isAlive) {
      const whose = where === place ? `process ${pid}` : `a process of ${where}`;
      throw new Error(`${path}: ${whose} has the folder open; a folder is for one process at a time`);
    }
    await takeOver(path, theirs);
  }
  throw new Error(`${path}: another process is taking the folder`);
}

/** Where numbers of processes mean the same: a machine, or a container of one. */
async function placeOf(): Promise<string> {
  let processes = '';
  try {
    processes = await readlink('/proc/self/ns/pid');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  return `${hostname()}/${processes}`.replaceAll(' ', '');
}

/** Whether somebody makes the lock new. */
async function isRenewed(path: string): Promise<boolean> {
  const first = await changedAt(path);
  for (let left = first + STALE_MS - Date.now(); left > 0; left -= LOOK_MS) {
    await pause(LOOK_MS);
    const now = await changedAt(path);
    if (now === 0) return false;
    if (now !== first) return true;
  }
  return false;
}

/** In ms; 0 where there is no such file. */
async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

/** Takes the lock away that says `theirs`; one that somebody else has put there meanwhile stays. */
async function takeOver(path: string, theirs: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  try {
    if ((await contentOf(aside)) !== theirs) await link(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
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
