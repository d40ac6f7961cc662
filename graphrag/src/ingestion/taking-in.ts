import type { Extractor } from '@huati/extraction';
import { Unreadable } from '@huati/extraction';
import { clip, type DocumentPassage } from '@huati/shared';
import type { Chunk } from '../domain';
import type { Logger } from '../logger';
import { chunked } from './chunking';
import type { Contents, Part } from './contents';
import { kindOfMime } from './file-kind';
import type { Finder, Found } from './found';
import { chunkIdOf } from './ids';
import type { Knowledge } from './knowledge';
import { loudness, toEmbed, type Meanings } from './meanings';
import { openProgress, type Progress } from './progress';
import type { Counts, DocumentRecord } from './registry';
import { chunkedByMeaning } from './semantic';

export interface TakingInParts {
  knowledge: Knowledge;
  contents: Contents;
  extractor: Extractor;
  /** Left out: chunks are made by structure, and are found by their words alone. */
  meanings?: Meanings | undefined;
  /** A model that finds entities and relations. */
  finder?: Finder | undefined;
  /** Finds known names where no model is to look. */
  mentions: Finder;
  logger: Logger;
}

/** Hears which part of a document is taken in, 0 to 1. */
export type Told = (part: number) => void;

/**
 * Takes a document in from where it was left: reads it, divides it into chunks, and has each embedded and looked through. Throws
 * Unreadable, what the stores and the model throw, and the signal's reason once that is aborted.
 */
export type TakingIn = (
  document: DocumentRecord,
  signal: AbortSignal,
  told: Told,
) => Promise<{ title: string; counts: Counts }>;

/** The longest title that is taken from a text, in UTF-16 units. */
const TITLE_MAX = 80;
/** So many chunks are embedded and stored together. */
const BATCH = 16;
/** The part of the whole that reading and dividing a file is, for `Told`. */
const READING = 0.2;

export function createTakingIn(parts: TakingInParts): TakingIn {
  return async (document, signal, told) => {
    const divided = await dividedOf(parts, document, signal, told);
    const title = document.title === '' ? titleOf(divided) : document.title;
    const chunks = divided.map(({ text, place }, at): Chunk => {
      const { id: documentId, owner } = document;
      return { id: chunkIdOf(documentId, at + 1), documentId, owner, n: at + 1, title, text, place };
    });
    const progress = await openProgress(parts.contents.progressPath(document));
    try {
      if (!progress.begun) {
        if (document.replaces) await parts.knowledge.removeDocument(document.id);
        await progress.begin();
      }
      for (let at = 0; at < chunks.length; at += BATCH) {
        const batch = chunks.slice(at, at + BATCH);
        await storeChunks(parts, batch, signal);
        for (const chunk of batch) {
          signal.throwIfAborted();
          await storeFacts(parts, document, chunk, progress, signal);
          told(READING + ((1 - READING) * chunk.n) / chunks.length);
        }
      }
      return { title, counts: countsOf(chunks.length, [...progress.found.values()]) };
    } finally {
      await progress.close();
    }
  };
}

async function dividedOf(
  { contents, extractor, meanings, logger }: TakingInParts,
  document: DocumentRecord,
  signal: AbortSignal,
  told: Told,
): Promise<Part[]> {
  const kept = await contents.parts(document);
  if (kept) return kept;
  let passages = await contents.passages(document);
  if (!passages) {
    passages = await readFile(extractor, { path: contents.filePath(document), mime: document.mime }, signal, told);
    await contents.keepPassages(document, passages);
  }
  let parts: Part[] | undefined;
  try {
    parts = meanings && (await chunkedByMeaning(passages, meanings, signal));
  } catch (error) {
    signal.throwIfAborted();
    logger[loudness(error)]({ err: error, document: document.id }, 'divided by structure: no meanings to be had');
  }
  parts ??= chunked(passages);
  if (parts.length === 0) throw new Unreadable('no_text', 'There are no words in the document.');
  await contents.keepParts(document, parts);
  return parts;
}

/** The first heading, else the first line. */
function titleOf([first]: readonly Part[]): string {
  const line = first?.text.split('\n').find((each) => each.trim() !== '') ?? '';
  return clip(line.replace(/^#{1,6} /, '').trim(), TITLE_MAX);
}

async function readFile(
  extractor: Extractor,
  { path, mime }: { path: string; mime: string },
  signal: AbortSignal,
  told: Told,
): Promise<DocumentPassage[]> {
  const kind = kindOfMime(mime);
  if (!kind) throw new Unreadable('broken', 'a file of this kind is not read');
  const progress = (done: number, total: number): void => told((READING * done) / Math.max(1, total));
  const { passages } = await extractor.extract({ path, kind }, { signal, progress });
  return passages.map(({ n, text, place }) => ({ n, text, place }));
}

async function storeChunks({ knowledge, meanings, logger }: TakingInParts, chunks: Chunk[], signal: AbortSignal) {
  let vectors: Float32Array[] | undefined;
  try {
    vectors = await meanings?.of(chunks.map(toEmbed), signal);
  } catch (error) {
    signal.throwIfAborted();
    // They are filled in later: until then the chunks are found by their words.
    logger[loudness(error)]({ err: error }, 'chunks are kept without their meanings');
  }
  await knowledge.putChunks(chunks.map((chunk, at) => ({ ...chunk, vector: vectors?.[at] })));
}

async function storeFacts(
  { knowledge, finder, mentions }: TakingInParts,
  document: DocumentRecord,
  chunk: Chunk,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const find = document.finds && finder ? finder : mentions;
  const known = progress.found.get(chunk.n);
  const found = known ?? (await find(chunk, signal));
  if (!known) await progress.tell(chunk.n, found);
  if (found.facts.entities.length > 0) await knowledge.putFacts(found.facts);
}

function countsOf(chunks: number, all: readonly Found[]): Counts {
  const dropped: Record<string, number> = {};
  for (const found of all) {
    for (const [reason, count] of Object.entries(found.dropped)) dropped[reason] = (dropped[reason] ?? 0) + count;
  }
  const entities = new Set(all.flatMap(({ facts }) => facts.entities.map(({ entityId }) => entityId)));
  const relations = new Set(all.flatMap(({ facts }) => facts.relations.map(({ id }) => id)));
  return { chunks, entities: entities.size, relations: relations.size, dropped };
}
