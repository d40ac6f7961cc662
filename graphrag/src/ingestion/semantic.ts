import { unionOf } from '@huati/extraction';
import { CHUNK_MAX, CHUNK_MIN, joined, onOnePage } from './chunking';
import type { Part } from './contents';
import type { Meanings } from './meanings';
import { parted } from './parting';
import { sentencesOf } from './sentences';

/** Of all distances between neighbours, the part that is below what counts as another subject. */
const PERCENTILE = 0.85;
/** Shorter sentences say too little on their own, in UTF-16 units. */
const SENTENCE_MIN = 24;
/** Of longer documents each sentence would be asked for too: structure has to do. */
const SENTENCES_MAX = 3_000;

/** A sentence, or some rows of a table. `gap` stands before it where it follows another. */
interface Unit extends Part {
  gap: string;
}

/**
 * Chunks by what sentences mean: neighbours stay together until their distance is among the document's largest. A chunk has
 * 200 to 800 UTF-16 units where the document allows, and never spans pages or chapters. Undefined where the document is too
 * long for that. Rejects where the meanings cannot be had.
 */
export async function chunkedByMeaning(
  passages: readonly Part[],
  meanings: Meanings,
  signal: AbortSignal,
): Promise<Part[] | undefined> {
  const units = passages.flatMap(unitsOf);
  if (units.length > SENTENCES_MAX) return undefined;
  const vectors = await meanings.of(
    units.map(({ text }) => text),
    signal,
  );
  const distances = units.map((unit, at) => distance(units[at - 1], vectors[at - 1], unit, vectors[at]));
  const threshold = percentile(
    distances.filter((each) => each < Infinity),
    PERCENTILE,
  );
  const chunks: Part[] = [];
  for (const [at, unit] of units.entries()) {
    const last = chunks.at(-1);
    const far = distances[at] ?? Infinity;
    const another = far > threshold && (last?.text.length ?? 0) >= CHUNK_MIN;
    if (last === undefined || far === Infinity || another || last.text.length + unit.text.length + 2 > CHUNK_MAX) {
      chunks.push({ text: unit.text, place: unit.place });
    } else {
      last.text += unit.gap + unit.text;
      last.place = unionOf(last.place, unit.place);
    }
  }
  return joined(chunks.map(({ text, place }) => ({ text: text.trim(), place })).filter(({ text }) => text !== ''));
}

function unitsOf({ text, place }: Part): Unit[] {
  const whole = /^\s*\|/.test(text) ? parted(text, CHUNK_MAX) : sentences(text);
  return whole.map((part, at) => ({ text: part, place, gap: at === 0 ? '\n\n' : '' }));
}

/** Sentences, short ones with the next. */
function sentences(text: string): string[] {
  const found: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const last = found.at(-1);
    if (last !== undefined && last.length < SENTENCE_MIN) found[found.length - 1] = last + sentence;
    else found.push(sentence);
  }
  return found.flatMap((sentence) => parted(sentence, CHUNK_MAX)).filter((sentence) => sentence.trim() !== '');
}

/** Of a unit from the one before it, 0 to 2; infinite where they never stand together. */
function distance(
  before: Unit | undefined,
  beforeVector: Float32Array | undefined,
  unit: Unit,
  vector: Float32Array | undefined,
): number {
  if (!before || !beforeVector || !vector || !onOnePage(before.place, unit.place)) return Infinity;
  if (JSON.stringify(before.place.headings) !== JSON.stringify(unit.place.headings)) return Infinity;
  return 1 - vector.reduce((sum, value, at) => sum + value * (beforeVector[at] ?? 0), 0);
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Infinity;
}
