import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sniff } from '@huati/extraction';
import * as v from 'valibot';
import { answersIn } from './answers/answer-lines';
import type { Answers } from './answers/answers';
import { mimeOfKind } from './ingestion/file-kind';
import { hashOfFile, type Contents } from './ingestion/contents';
import type { Documents } from './ingestion/documents';

const Taken = v.object({ hash: v.string(), documents: v.array(v.string()) });

const TRIPLES = 'triples.jsonl';
const ANSWERS = 'answers.jsonl';
/** How long the meanings of stored answers may take, in ms: what is missing then is filled in later. */
const ANSWERS_MS = 60_000;

interface SampleParts {
  folder: string;
  dataDir: string;
  documents: Documents;
  contents: Contents;
  answers: Answers;
  /** Aborted: the rest is taken in at another time. */
  signal: AbortSignal;
}

/**
 * Takes the sample in where it is not there, or is another than what was taken in: documents, then what the graph holds, then
 * stored answers. What somebody took away of the same sample stays away. Resolves once it can be asked about; rejects once `signal` is
 * aborted.
 */
export async function takeSample({
  folder,
  dataDir,
  documents,
  contents,
  answers,
  signal,
}: SampleParts): Promise<void> {
  const names = (await readdir(join(folder, 'documents'))).sort();
  const paths = [...names.map((name) => join('documents', name)), TRIPLES, ANSWERS];
  const hashes = await Promise.all(paths.map((path) => hashOfFile(join(folder, path))));
  const hash = createHash('sha256')
    .update(JSON.stringify([paths, hashes]))
    .digest('hex');
  const record = join(dataDir, 'sample.json');
  const before = await takenBefore(record);
  if (before?.hash === hash) return;

  const ids = [...names, TRIPLES];
  for (const id of before?.documents ?? []) if (!ids.includes(id)) await documents.remove(id);
  for (const [at, id] of names.entries()) {
    await receive(join(folder, 'documents', id), { id, hash: hashes[at] ?? '', kind: 'file' });
  }
  await Promise.all(names.map((id) => documents.finished(id)));
  signal.throwIfAborted();
  await receive(join(folder, TRIPLES), { id: TRIPLES, hash: hashes[names.length] ?? '', kind: 'triples' });
  await documents.finished(TRIPLES);
  signal.throwIfAborted();
  const stored = answersIn(await readFile(join(folder, ANSWERS), 'utf8'));
  await answers.put(stored.answers, AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_MS)]));
  signal.throwIfAborted();
  await writeFile(record, JSON.stringify({ hash, documents: ids }));

  async function receive(
    path: string,
    { id, hash: own, kind }: { id: string; hash: string; kind: 'file' | 'triples' },
  ) {
    const found = await sniff(path);
    const mime = kind === 'file' && 'kind' in found ? mimeOfKind(found.kind, id) : 'application/jsonl';
    const title = kind === 'triples' ? id : '';
    // What the graph holds is given: no model need look for it.
    await documents.receive({ id, owner: '', title, mime, kind, finds: false, hash: own }, async (kept) => {
      const copy = join(contents.incoming, kept.version);
      await copyFile(path, copy);
      await contents.keepFile(kept, copy);
    });
  }
}

async function takenBefore(path: string): Promise<v.InferOutput<typeof Taken> | undefined> {
  try {
    return v.parse(Taken, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
