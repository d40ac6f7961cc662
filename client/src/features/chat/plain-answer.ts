import type { AnswerState } from '@/features/answers';
import { createParser } from '@/markdown/parse';
import type { NativeBlock } from '@/markdown/native/native-blocks';
import { plainBlock } from '@/markdown/native/plain';
import { toNativeBlocks } from '@/markdown/native/to-native';
import { titlesOf } from '@/markdown/titles';
import { labelledAnswer } from './copy';

/** An answer in parts that can be copied one by one. */
export interface TextPart {
  key: string;
  kind: NativeBlock['kind'];
  text: string;
}

type Answer = Pick<AnswerState, 'text' | 'sources' | 'direct'>;

/** The paragraphs, lists, code and tables of an answer as plain text, without signs of Markdown. */
export function textParts(answer: Answer): TextPart[] {
  return blocksOf(answer).flatMap((block) => {
    const { key, kind } = block;
    if (block.kind !== 'prose') return [{ key, kind, text: plainBlock(block) }];
    return block.lines
      .map((line, at) => ({ key: `${key}.${at}`, kind, text: plainBlock({ ...block, lines: [line] }) }))
      .filter((part) => part.text.trim() !== '');
  });
}

/** An answer as plain text, with what it rests on and what made it. */
export function plainAnswer(answer: Answer): string {
  return labelledAnswer({ ...answer, text: blocksOf(answer).map(plainBlock).join('\n\n') });
}

function blocksOf({ text, sources }: Answer): NativeBlock[] {
  return createParser(toNativeBlocks)(text, false, titlesOf(sources));
}
