import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { toPassages, type Extracted, type Kind } from '../../src';
import { read } from '../../src/read';

export { zipOf } from './zip';

const folders: string[] = [];

afterAll(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** Writes `content` to a file of its own and gives its path. */
export async function fileOf(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'huati-extraction-'));
  folders.push(folder);
  const path = join(folder, 'content');
  await writeFile(path, content);
  return path;
}

/** Reads `content` as a file of that kind. */
export async function readAs(kind: Kind, content: string | Uint8Array): Promise<Extracted> {
  return read(kind, await fileOf(content), () => undefined);
}

/** The texts of what is read, piece by piece. */
export async function textsOf(kind: Kind, content: string | Uint8Array): Promise<string[]> {
  return (await readAs(kind, content)).pieces.map(({ text }) => text);
}

/** The passages of what is read. */
export async function passagesOf(kind: Kind, content: string | Uint8Array) {
  return toPassages((await readAs(kind, content)).pieces).passages;
}

/** `text` as GB18030 writes it, in two bytes a character. */
export function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Uint8Array.from(
    [...text].flatMap((c) => (c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : (codes.get(c) ?? [63]))),
  );
}

/** `text` as UTF-16 with its mark. */
export function utf16(text: string, bigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}
