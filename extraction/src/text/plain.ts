import { Collected, Headings } from '../collected';
import type { Extracted, Progress } from '../extracted';
import { readLines } from './read-text';

/** The longest piece of lines, in UTF-16 units, where they are short enough. */
const TARGET = 600;

/** Headings as books and laws have them: a line of its own such as `第二章 总则`. */
const HEADING = /^第[零〇一二两三四五六七八九十百千\d]{1,8}([编篇卷章节])(?:[\s：:]+[^。！？；]{1,40})?$/;
const LEVELS: Record<string, number> = { 编: 1, 篇: 1, 卷: 1, 章: 2, 节: 3 };

/** Reads a text without marks, or source code: paragraphs, each with its lines. Throws `Unreadable`. */
export async function readPlain(path: string, progress: Progress): Promise<Extracted> {
  const { text, cut } = await readLines(path);
  const collected = new Collected();
  if (cut) collected.cut();
  const headings = new Headings();
  let block: string[] = [];
  let units = 0;
  const flush = (next: number): void => {
    if (block.length > 0)
      collected.add(block.join('\n'), { ...headings.place, lines: [next - block.length + 1, next] });
    block = [];
    units = 0;
  };
  for (const [at, line] of text.split('\n').entries()) {
    const words = line.trim();
    const heading = HEADING.exec(words);
    const full = units > 0 && units + line.length > TARGET;
    if (words === '' || heading || full) flush(at);
    if (words === '') continue;
    if (heading) headings.under(LEVELS[heading[1] ?? ''] ?? 1, words);
    block.push(line.trimEnd());
    units += line.length + 1;
    if (heading) flush(at + 1);
  }
  flush(text.split('\n').length);
  progress(1, 1);
  return collected.extracted();
}
