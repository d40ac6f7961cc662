import type { Block } from './blocks';
import type { Sources } from './citations';
import type { NativeBlock } from './native/native-blocks';
import { engine, type Env } from './engine';
import { groupTokens, toBlock, type TokenGroup } from './to-blocks';
import { decidedPart } from './unfinished';

export type { Block } from './blocks';

/** What a group of tokens becomes: one block or several. */
type Make<B> = (tokens: TokenGroup['tokens'], lines: string[], key: string) => B[];

interface Parsed<B> {
  /** By the group of tokens that they came from. */
  groups: B[][];
  /** How many groups and how many UTF-16 units at the start can no longer change, whatever text comes behind. */
  sealedGroups: number;
  sealedUnits: number;
}

const oneBlock: Make<Block> = (tokens, lines, key) => [toBlock(tokens, lines, key)];

/**
 * Parses a whole text.
 *
 * @param text    Markdown
 * @param growing more is to come: an end that is not decided yet is left out, what is open is closed
 * @param sources what marks such as `[1]` may name; none: they are plain text
 */
export function parseMarkdown(text: string, growing = false, sources?: Sources): Block[] {
  return parsePart(text, 0, { growing, sources }, oneBlock).groups.flat();
}

/** A parser of one text. */
export type Parser<B> = (text: string, growing?: boolean, sources?: Sources) => B[];

/**
 * Makes a parser for one text that grows. It parses only what can still change; blocks that cannot are the same
 * objects each time, so that nothing below them is rendered again. The result is that of `parseMarkdown`.
 */
export function createParser(): Parser<Block>;
export function createParser<B extends Block | NativeBlock>(make: Make<B>): Parser<B>;
export function createParser(make: Make<Block | NativeBlock> = oneBlock): Parser<Block | NativeBlock> {
  let sealed = '';
  let done: (Block | NativeBlock)[][] = [];
  let known: Sources | undefined;
  return (text, growing = false, sources) => {
    if (!text.startsWith(sealed) || sources !== known) {
      sealed = '';
      done = [];
      known = sources;
    }
    const part = parsePart(text.slice(sealed.length), done.length, { growing, sources }, make);
    const groups = [...done, ...part.groups];
    done = groups.slice(0, done.length + part.sealedGroups);
    sealed = text.slice(0, sealed.length + part.sealedUnits);
    return groups.flat();
  };
}

function parsePart<B>(text: string, firstIndex: number, env: Env, make: Make<B>): Parsed<B> {
  const source = env.growing ? decidedPart(text) : text;
  const found = groupTokens(engine.parse(source, env));
  const lines = source.split('\n');
  const groups = found.map((group, index) => make(group.tokens, lines, String(firstIndex + index)));
  return { groups, ...seal(found, lines) };
}

/**
 * Finds the last place that no later text can reach across: a block that starts behind a blank line and whose own first
 * line is complete. What stands before a blank line goes on after it, as a list does, only by what that line says.
 */
function seal(groups: TokenGroup[], lines: string[]): { sealedGroups: number; sealedUnits: number } {
  // A lone carriage return ends a line too, which this count of lines does not know.
  const countable = !lines.some((line) => line.includes('\r'));
  for (let index = groups.length - 1; countable && index > 0; index -= 1) {
    const line = groups[index]?.line ?? 0;
    const complete = line + 1 < lines.length;
    if (!complete || (lines[line - 1] ?? '').trim() !== '') continue;
    const sealedUnits = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    return { sealedGroups: index, sealedUnits };
  }
  return { sealedGroups: 0, sealedUnits: 0 };
}
