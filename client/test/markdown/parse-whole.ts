import type { Sources } from '@/markdown/citations';
import { createParser, type Block } from '@/markdown/parse';

/** Parses a text at once. */
export function parseMarkdown(text: string, growing = false, sources?: Sources): Block[] {
  return createParser()(text, growing, sources);
}
