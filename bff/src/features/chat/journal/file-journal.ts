import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { AnswerEnd } from '../answer-log';
import { GATHER_MS, written, type Journal, type Journalled, type Piece } from './journal';

const Line = v.union([
  v.object({ host: v.string(), pid: v.number() }),
  v.object({ kind: v.picklist(['text', 'reasoning']), offset: v.number(), text: v.string() }),
  v.object({ end: v.custom<AnswerEnd>((end) => typeof end === 'object' && end !== null) }),
]);

/**
 * The journal of a single process: a file an answer below `folder`, gone once the answer is stored. A line a write,
 * handed to the operating system before the write resolves; that survives this process, not the loss of power. Writing
 * is synchronous: some microseconds into the page cache, where a thread's round trip costs tens of them.
 */
export function createFileJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  const open = new Map<string, { file: number; path: string; generation: number }>();

  const begin = (answerId: string, generation: number) => {
    const known = open.get(answerId);
    if (known?.generation === generation) return known;
    if (known) closeSync(known.file);
    const path = join(folder, nameOf(answerId, generation));
    const made = { file: openSync(path, 'a', 0o600), path, generation };
    open.set(answerId, made);
    writeLine(made.file, { host: hostname(), pid: process.pid });
    return made;
  };
  const filesOf = (answerId: string) =>
    readdirSync(folder)
      .flatMap((name) => parseName(name) ?? [])
      .filter((found) => found.answerId === answerId)
      .sort((a, b) => a.generation - b.generation);
  const read = (answerId: string): Journalled =>
    filesOf(answerId).reduce<Journalled>((held, { name }) => replay(held, readFileSync(join(folder, name), 'utf8')), {
      text: '',
      reasoning: '',
    });
  const remove = (answerId: string, below = Infinity) => {
    for (const { name, generation } of filesOf(answerId)) {
      if (generation < below) rmSync(join(folder, name), { force: true });
    }
  };

  return {
    gatherMs: GATHER_MS,

    expect: (answerId, generation) => {
      // After what is under way, the request to the model. Where the file cannot be made, the write tells.
      setImmediate(() => void promised(() => begin(answerId, generation)).catch(() => undefined));
    },

    write: (answerId, generation, pieces) =>
      promised(() => {
        const { file } = begin(answerId, generation);
        for (const piece of pieces) writeLine(file, piece);
        return 'kept';
      }),

    writeEnd: (answerId, generation, end) =>
      promised(() => {
        writeLine(begin(answerId, generation).file, { end });
        return 'kept';
      }),

    takeOver: (answerId, generation) =>
      promised(() => {
        const held = read(answerId);
        // Whole or not at all under its name: a death in the middle leaves the earlier generations' files.
        const path = join(folder, nameOf(answerId, generation));
        const file = openSync(`${path}.new`, 'w', 0o600);
        writeLine(file, { host: hostname(), pid: process.pid });
        for (const kind of ['reasoning', 'text'] as const) writeLine(file, { kind, offset: 0, text: held[kind] });
        if (held.end) writeLine(file, { end: held.end });
        renameSync(`${path}.new`, path);
        open.set(answerId, { file, path, generation });
        remove(answerId, generation);
        return held;
      }),

    read: (answerId) => promised(() => read(answerId)),

    forget: (answerId) =>
      promised(() => {
        const known = open.get(answerId);
        open.delete(answerId);
        if (!known) return remove(answerId);
        closeSync(known.file);
        rmSync(known.path, { force: true });
      }),

    orphans: () =>
      promised(() => {
        const all = readdirSync(folder).flatMap((name) => parseName(name) ?? []);
        const dead = all.filter(({ answerId, name }) => !open.has(answerId) && isDead(join(folder, name)));
        return [...new Set(dead.map(({ answerId }) => answerId))];
      }),

    close: () =>
      promised(() => {
        for (const { file } of open.values()) closeSync(file);
        open.clear();
      }),
  };
}

function nameOf(answerId: string, generation: number): string {
  return `${answerId}.${generation}.jsonl`;
}

function parseName(name: string): { name: string; answerId: string; generation: number } | undefined {
  const [, answerId, generation] = /^(.+)\.(\d+)\.jsonl$/.exec(name) ?? [];
  return answerId === undefined ? undefined : { name, answerId, generation: Number(generation) };
}

function writeLine(file: number, line: v.InferInput<typeof Line> | Piece): void {
  writeSync(file, `${JSON.stringify(line)}\n`);
}

/** A line that its writer could not finish is dropped, and nothing can follow it. */
function replay(before: Journalled, content: string): Journalled {
  let held = before;
  for (const line of linesOf(content)) {
    if ('end' in line) held = { ...held, end: line.end };
    else if ('kind' in line) held = { ...held, [line.kind]: written(held[line.kind], line) ?? held[line.kind] };
  }
  return held;
}

function linesOf(content: string): v.InferOutput<typeof Line>[] {
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => v.parse(Line, JSON.parse(line)));
}

/** True where the process that began the file ran on this machine and is no more. */
function isDead(path: string): boolean {
  const [first] = linesOf(readFileSync(path, 'utf8'));
  if (!first || !('pid' in first) || first.host !== hostname()) return false;
  // A container's processes get the same numbers each time: an earlier one of our own number is not us.
  if (first.pid === process.pid) return true;
  try {
    process.kill(first.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** The calls are promises for the journals that need them; here an error is a rejection as well. */
function promised<T>(run: () => T): Promise<T> {
  return new Promise((resolve) => resolve(run()));
}
