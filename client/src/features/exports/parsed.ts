import { sourceWords } from '@/features/evidence';
import type { NativeBlock } from '@/markdown/native/native-blocks';
import { toNativeBlocks } from '@/markdown/native/to-native';
import { createParser } from '@/markdown/parse';
import type { ExportedMessage } from './content';

/** An answer as blocks one below the other; marks of what it cites are set as such. */
export function parsed({ text, cited }: ExportedMessage): NativeBlock[] {
  const sources = new Map(cited.map((source) => [source.n, sourceWords(source)]));
  return createParser(toNativeBlocks)(text, false, sources.size > 0 ? sources : undefined);
}
