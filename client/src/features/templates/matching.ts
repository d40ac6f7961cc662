import type { Template } from '@huati/shared';
import { initialsOf } from './initials';

/** A template as it is offered; `own`: the user's, and theirs to change. */
export interface Offered extends Template {
  own: boolean;
  keys: string;
}

/** The characters that open the list: what stands on the key of the slash on keyboards of both languages. */
const OPENERS = ['/', '／', '、'];
/** Longer than any name: whoever writes on does not mean the list. */
const QUERY_MAX = 20;

/** What is looked for where the text is that and nothing else; null where it is an ordinary question. */
export function slashQuery(text: string): string | null {
  if (!OPENERS.includes(text.charAt(0)) || text.length > QUERY_MAX || text.includes('\n')) return null;
  return text.slice(1).trim().toLowerCase();
}

/** The templates that `query` may mean: those whose name begins with it first, otherwise in their order. */
export function matching(templates: readonly Offered[], query: string): Offered[] {
  if (query === '') return [...templates];
  const ranked = templates.map((template, at) => ({ template, at, rank: rankOf(template, query) }));
  return ranked
    .filter(({ rank }) => rank < NONE)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ template }) => template);
}

const NONE = 4;

function rankOf({ name, keys }: Offered, query: string): number {
  const lower = name.toLowerCase();
  if (lower.startsWith(query)) return 0;
  const initials = initialsOf(name);
  if (initials.startsWith(query)) return 1;
  if (keys.split(' ').some((key) => key.startsWith(query))) return 2;
  return lower.includes(query) || initials.includes(query) ? 3 : NONE;
}
