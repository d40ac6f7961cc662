import type { Block } from './blocks';
import { engine, type Env } from './engine';
import { groupTokens, toBlock, type TokenGroup } from './to-blocks';
import { decidedPart } from './unfinished';

export type { Block } from './blocks';

interface Parsed {
  blocks: Block[];
  /** How many blocks and how many UTF-16 units at the start can no longer change, whatever text comes behind. */
  sealedBlocks: number;
  sealedUnits: number;
}

/**
 * Parses a whole text.
 *
 * @param text    Markdown
 * @param growing more is to come: an end that is not decided yet is left out, what is open is closed
 */
export function parseMarkdown(text: string, growing = false): Block[] {
  return parsePart(text, 0, growing).blocks;
}

/**
 * Makes a parser for one text that grows. It parses only what can still change; blocks that cannot are the same
 * objects each time, so that nothing below them is rendered again. The result is that of `parseMarkdown`.
 */
export function createParser(): (text: string, growing?: boolean) => Block[] {
  let sealed = '';
  let done: Block[] = [];
  return (text, growing = false) => {
    if (!text.startsWith(sealed)) {
      sealed = '';
      done = [];
    }
    const part = parsePart(text.slice(sealed.length), done.length, growing);
    const blocks = [...done, ...part.blocks];
    done = blocks.slice(0, done.length + part.sealedBlocks);
    sealed = text.slice(0, sealed.length + part.sealedUnits);
    return blocks;
  };
}

function parsePart(text: string, firstIndex: number, growing: boolean): Parsed {
  const env: Env = { growing };
  const source = growing ? decidedPart(text) : text;
  const groups = groupTokens(engine.parse(source, env));
  const lines = source.split('\n');
  const blocks = groups.map((group, index) => toBlock(group.tokens, lines, String(firstIndex + index)));
  return { blocks, ...seal(groups, lines) };
}

/**
 * Finds the last place that no later text can reach across: a block that starts behind a blank line and whose own first
 * line is complete. What stands before a blank line goes on after it, as a list does, only by what that line says.
 */
function seal(groups: TokenGroup[], lines: string[]): { sealedBlocks: number; sealedUnits: number } {
  // A lone carriage return ends a line too, which this count of lines does not know.
  const countable = !lines.some((line) => line.includes('\r'));
  for (let index = groups.length - 1; countable && index > 0; index -= 1) {
    const line = groups[index]?.line ?? 0;
    const complete = line + 1 < lines.length;
    if (!complete || (lines[line - 1] ?? '').trim() !== '') continue;
    const sealedUnits = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    return { sealedBlocks: index, sealedUnits };
  }
  return { sealedBlocks: 0, sealedUnits: 0 };
}
