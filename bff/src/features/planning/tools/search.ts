import type { Given } from '../../evidence/given';
import type { Known, Knowing, ToKnow } from '../../retrieval/knowing';
import { toldLine } from './told-line';

/** What one search may find, in tokens by the estimate. */
const FOUND_MAX = 1500;
/** What stands around what was found, in tokens. */
const AROUND = 100;
/** Lines that tell people what was found. */
const LINES = 8;

/** What was found, with numbers behind those that the answer has already, and as the model reads it. */
export interface More {
  given: Given;
  text: string;
}

export interface SearchParts {
  knowing: Knowing;
  /** Adds what is known to what an answer to the question `id` is given, as much as `tokens` hold. */
  more(given: Given, known: Known, to: { id: string; tokens: number }): More;
}

/** Looks something up for an answer that rests on `given` so far. `told` is what came of it, for people. Never rejects. */
export async function search(
  { knowing, more }: SearchParts,
  query: string,
  { given, ask, id, tokens }: { given: Given; ask: Pick<ToKnow, 'userId' | 'mode'>; id: string; tokens: number },
  signal: AbortSignal,
): Promise<More & { told: string }> {
  const budgetTokens = Math.max(1, Math.min(tokens - AROUND, FOUND_MAX));
  const known = await knowing.find({ ...ask, question: query, budgetTokens }, signal);
  const { length } = given.sources;
  const found = more(given, known, { id, tokens: budgetTokens });
  const lines = [...new Set(found.given.sources.slice(length).map(toldLine))];
  if (lines.length > 0) return { ...found, told: lines.slice(0, LINES).join('\n') };
  // It may be given already.
  if (found.text !== '') return { ...found, told: '—' };
  return { ...found, text: whyNothing(known), told: '—' };
}

/** Why a search gives nothing, for the model: what it is told does not exist it denies. */
function whyNothing({ retrieval, sources }: Known): string {
  if (sources.length > 0) return 'Something was found, but there is no room for it.';
  return retrieval === 'degraded' ? 'The search could not be done.' : 'Nothing was found.';
}
