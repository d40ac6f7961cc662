import { Place, type Source } from '@huati/shared';
import * as v from 'valibot';
import { estimateTokens } from '../../upstreams/model/tokens/estimate';
import type { EvidenceRepository, OwnFile, PassageText } from './evidence.repository';
import type { FileAsked, Found } from './finding';
import type { Given, GivenFile } from './given';
import type { Ranked } from './ranking/order';

/** What introduces a passage and a file in the prompt, in tokens by the estimate, beside a file's name. */
const PER_PASSAGE = 24;
const PER_FILE = 70;
/** What stands before and behind all files. */
const AROUND = 240;
/** Passages read in one go. */
const BATCH = 200;
/** Files of earlier questions that are named although nothing of them is given. */
const NAMED = 5;
/** Digits of a score that are worth telling. */
const SCALE = 10_000;

export interface Chosen extends Given {
  /** Of all that is given, by the estimate. */
  tokens: number;
}

/** What a file takes in the prompt beside its passages' texts. */
function frameOf({ name }: { name: string }): number {
  return PER_FILE + estimateTokens(name);
}

/** Tokens of all that `files` have to say, by the estimate. */
export function tokensOf(files: readonly FileAsked[]): number {
  return files.reduce((sum, file) => sum + frameOf(file) + file.tokens + file.passages * PER_PASSAGE, AROUND);
}

/** All passages of all files. */
export async function chooseAll(
  repository: Pick<EvidenceRepository, 'passages'>,
  files: readonly FileAsked[],
  own: readonly OwnFile[],
): Promise<Chosen> {
  const numbered = new Numbered(files, new Map());
  for (const [at, { file_id: fileId, passages }] of files.entries()) {
    for (let after = 0; after < passages; after += BATCH) {
      numbered.add(at, await repository.passages(fileId, after, BATCH));
      await others();
    }
  }
  return numbered.given(own, 'chunk', tokensOf(files));
}

/** The first passages of `order` that `budget` tokens hold, in the order of files and passages. */
export async function chooseBest(
  repository: Pick<EvidenceRepository, 'passagesAt'>,
  files: readonly FileAsked[],
  own: readonly OwnFile[],
  { order, retrieval }: Found,
  budget: number,
): Promise<Chosen> {
  const { taken, tokens } = withinBudget(files, order, budget);
  const numbered = new Numbered(files, taken);
  for (const [at, { file_id: fileId }] of files.entries()) {
    const ns = [...taken.values()].filter(({ file }) => file === at).map(({ n }) => n);
    if (ns.length === 0) continue;
    numbered.add(at, await repository.passagesAt(fileId, ns));
    await others();
  }
  return numbered.given(own, retrieval, tokens);
}

function withinBudget(
  files: readonly FileAsked[],
  order: readonly Ranked[],
  budget: number,
): { taken: Map<string, Ranked>; tokens: number } {
  const taken = new Map<string, Ranked>();
  const opened = new Set<number>();
  let tokens = 0;
  for (const ranked of order) {
    const file = files[ranked.file];
    if (!file) continue;
    const frame = opened.has(ranked.file) ? 0 : frameOf(file);
    const cost = ranked.tokens + PER_PASSAGE + frame + (tokens === 0 ? AROUND : 0);
    if (tokens + cost > budget) continue;
    tokens += cost;
    opened.add(ranked.file);
    taken.set(keyOf(ranked.file, ranked.n), ranked);
  }
  return { taken, tokens };
}

/** Gives passages their numbers, from 1 on over all files. */
class Numbered {
  readonly #sources: Source[] = [];
  readonly #counts: number[];

  constructor(
    private readonly files: readonly FileAsked[],
    private readonly ranked: ReadonlyMap<string, Ranked>,
  ) {
    this.#counts = files.map(() => 0);
  }

  add(at: number, passages: readonly PassageText[]): void {
    const file = this.files[at];
    if (!file) return;
    for (const { n: passage, text, place_json: place } of passages) {
      const { score, scoreKind } = this.ranked.get(keyOf(at, passage)) ?? {};
      this.#sources.push({
        n: this.#sources.length + 1,
        title: file.name,
        text,
        place: v.parse(Place, JSON.parse(place)),
        attachmentId: file.id,
        mime: file.mime,
        passage,
        ...(score !== undefined && { score: Math.round(score * SCALE) / SCALE }),
        ...(scoreKind && { scoreKind }),
      });
    }
    this.#counts[at] = (this.#counts[at] ?? 0) + passages.length;
  }

  /** With the question's own files that nothing is given of, and some of the others. */
  given(own: readonly OwnFile[], retrieval: Given['retrieval'], tokens: number): Chosen {
    const read = this.files.map(({ id, name, passages, cut, own: asked }, at) => {
      const count = this.#counts[at] ?? 0;
      const given: GivenFile['given'] = count === 0 ? 'none' : count < passages ? 'some' : 'all';
      return { asked, file: { id, name, given, ...(cut && { cut }) } };
    });
    const nothingOf = read.filter(({ asked, file }) => file.given === 'none' && !asked).slice(-NAMED);
    const named = read.filter((each) => each.asked || each.file.given !== 'none' || nothingOf.includes(each));
    return {
      retrieval,
      files: [...named.map(({ file }) => file), ...unread(own, this.files)],
      sources: this.#sources,
      tokens: this.#sources.length === 0 ? 0 : tokens,
    };
  }
}

/** Those of the question's files that are not read. */
export function unread(own: readonly OwnFile[], files: readonly FileAsked[]): GivenFile[] {
  const known = new Set(files.map(({ id }) => id));
  return own.filter(({ id }) => !known.has(id)).map(({ id, name }) => ({ id, name, given: 'none' }));
}

function keyOf(file: number, n: number): string {
  return `${file} ${n}`;
}

/** Lets this thread do what else there is: an embedded database answers without ever leaving it. */
function others(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
