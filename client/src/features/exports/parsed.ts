import { sourceWords } from '@/features/evidence';
import type { Sources } from '@/markdown/citations';
import type { NativeBlock } from '@/markdown/native/native-blocks';
import { toNativeBlocks } from '@/markdown/native/to-native';
import { createParser } from '@/markdown/parse';
import type { ExportedMessage } from './content';

/** So much of an answer is parsed at once, UTF-16 units. */
const PART_UNITS = 2_000;

/** An answer as blocks one below the other; marks of what it cites are set as such. */
export function parsed({ text, cited }: ExportedMessage): NativeBlock[] {
  return createParser(toNativeBlocks)(text, false, sourcesOf(cited));
}

/** What `parsed` gives, part by part. */
export function* parsing({ text, cited }: ExportedMessage): Generator<undefined, NativeBlock[]> {
  const parse = createParser(toNativeBlocks);
  const sources = sourcesOf(cited);
  for (let end = PART_UNITS; end < text.length; end += PART_UNITS) {
    parse(text.slice(0, end), true, sources);
    yield;
  }
  return parse(text, false, sources);
}

function sourcesOf(cited: ExportedMessage['cited']): Sources | undefined {
  return cited.length > 0 ? new Map(cited.map((source) => [source.n, sourceWords(source)])) : undefined;
}
