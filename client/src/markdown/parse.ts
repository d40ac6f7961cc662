import type { Block } from './blocks';
import type { Sources } from './citations';
import { engine, type Env } from './engine';
import { isOpen, joined, sealOf, type Unclosed } from './seal';
import { toBlock } from './to-blocks';
import { groupTokens, typeOf, type TokenGroup } from './token-groups';
import { decidedCode, decidedPart } from './unfinished';

export type { Block } from './blocks';

/** What a group of tokens becomes: one block or several, or whatever else a text is made into. `key`: what their keys start with. */
type Make<B> = (group: TokenGroup, key: string) => B[];

const oneBlock: Make<Block> = (group, key) => [toBlock(group, key)];

/**
 * A parser of one text of Markdown, as far as it is there. `growing`: more is to come, so that an end that is not decided yet is left
 * out, and what is open is closed; `sources`: what marks such as `[1]` may name, and none are plain text.
 */
export type Parser<B> = (text: string, growing?: boolean, sources?: Sources) => B[];

/** What of a text is parsed for good. */
interface Done<B> {
  sources: Sources | undefined;
  sealed: string;
  blocks: B[][];
  unclosed: Unclosed | undefined;
}

/**
 * Makes a parser for one text that grows. It parses only what can still change, also inside of one long list, table, quote
 * or fence; blocks and parts of blocks that cannot are the same objects each time, so that nothing below them is rendered
 * again. The result is that of a new parser.
 */
export function createParser(): Parser<Block>;
export function createParser<B>(make: Make<B>): Parser<B>;
export function createParser(make: Make<unknown> = oneBlock): Parser<unknown> {
  let done: Done<unknown> = { sources: undefined, sealed: '', blocks: [], unclosed: undefined };
  return (given, growing = false, sources) => {
    const text = given.includes('\r') ? given.replace(/\r\n?/g, '\n') : given;
    if (!text.startsWith(done.sealed) || sources !== done.sources) {
      done = { sources, sealed: '', blocks: [], unclosed: undefined };
    }
    const { sealed, blocks, unclosed } = done;
    const prefix = unclosed?.prefix ?? '';
    const { groups, lines } = parsePart(prefix + text.slice(sealed.length), { growing, sources });
    // Without more to come nothing is gained by knowing more; and a formula of many lines is decided by its end alone.
    const seal = growing ? sealOf(groups, lines, unclosed) : undefined;
    const [first, ...rest] = groups;
    const whole = unclosed && first ? [joined(unclosed, first), ...rest] : groups;
    const made = whole.map((group, index) => make(group, String(blocks.length + index)));
    if (seal) {
      const units = lines.slice(0, seal.line).reduce((sum, line) => sum + line.length + 1, 0) - prefix.length;
      done = {
        sources,
        sealed: text.slice(0, sealed.length + units),
        blocks: [...blocks, ...made.slice(0, seal.groups)],
        unclosed: seal.unclosed,
      };
    }
    return [...blocks, ...made].flat();
  };
}

function parsePart(text: string, env: Env): { groups: TokenGroup[]; lines: string[] } {
  const source = env.growing ? decidedPart(text) : text;
  const groups = groupTokens(engine.parse(source, env));
  const last = groups[groups.length - 1];
  const [fence] = last && typeOf(last) === 'fence' ? last.head : [];
  if (source.length < text.length && fence && isOpen(fence)) {
    // In code nothing but its end is to be waited for.
    const code = decidedCode(text);
    if (code.length > source.length) return { groups: groupTokens(engine.parse(code, env)), lines: code.split('\n') };
  }
  return { groups, lines: source.split('\n') };
}
