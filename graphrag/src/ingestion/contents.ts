import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DocumentPassage, Place } from '@huati/shared';
import * as v from 'valibot';
import type { DocumentRecord } from './registry';

/** A part of a text that is to become a chunk. */
export const Part = v.object({ text: v.string(), place: Place });
export type Part = v.InferOutput<typeof Part>;

type Named = Pick<DocumentRecord, 'version'>;

/** What was sent, and what was made of it so far: files in a folder of their own, named by the document's version. */
export interface Contents {
  /** Where files are put together that are not yet anybody's. */
  incoming: string;
  keepPassages(document: Named, passages: readonly DocumentPassage[]): Promise<void>;
  /** Moves the file at `path` here. */
  keepFile(document: Named, path: string): Promise<void>;
  keepParts(document: Named, parts: readonly Part[]): Promise<void>;
  /** Undefined where they are not known yet. */
  passages(document: Named): Promise<DocumentPassage[] | undefined>;
  parts(document: Named): Promise<Part[] | undefined>;
  filePath(document: Named): string;
  /** Where is written down what is done of a document. */
  progressPath(document: Named): string;
  remove(document: Named): Promise<void>;
  /** Removes the files of all but these versions, and what is still incoming. */
  removeOthers(versions: ReadonlySet<string>): Promise<void>;
}

export async function openContents(dir: string): Promise<Contents> {
  const folder = join(dir, 'documents');
  const incoming = join(dir, 'incoming');
  await mkdir(folder, { recursive: true });
  await mkdir(incoming, { recursive: true });
  const at = ({ version }: Named, what: string): string => join(folder, `${version}.${what}`);
  const drop = (path: string): Promise<void> => rm(path, { force: true });
  return {
    incoming,
    keepPassages: (document, passages) => writeWhole(at(document, 'passages'), JSON.stringify(passages)),
    keepFile: (document, path) => rename(path, at(document, 'file')),
    keepParts: (document, parts) => writeWhole(at(document, 'parts'), JSON.stringify(parts)),
    passages: (document) => readWhole(at(document, 'passages'), v.array(DocumentPassage)),
    parts: (document) => readWhole(at(document, 'parts'), v.array(Part)),
    filePath: (document) => at(document, 'file'),
    progressPath: (document) => at(document, 'progress'),
    remove: async (document) => {
      for (const what of ['passages', 'file', 'parts', 'progress']) await drop(at(document, what));
    },
    removeOthers: async (versions) => {
      for (const name of await readdir(folder)) {
        if (!versions.has(name.slice(0, name.indexOf('.')))) await drop(join(folder, name));
      }
      for (const name of await readdir(incoming)) await drop(join(incoming, name));
    },
  };
}

/** The SHA-256 of the file at `path`, in hex. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) hash.update(bytes);
  return hash.digest('hex');
}

/** On the disk as a whole, or not at all. */
async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.next`, 'w');
  await file.writeFile(text);
  await file.datasync();
  await file.close();
  await rename(`${path}.next`, path);
}

async function readWhole<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S> | undefined> {
  try {
    return v.parse(schema, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
