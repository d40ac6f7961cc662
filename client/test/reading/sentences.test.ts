import { describe, expect, it } from 'vitest';
import { splitSentences } from '@/features/reading/sentences';
import { RICH } from '../markdown/samples';

/** A generator of its own, so that a failure comes back. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

describe('splitSentences', () => {
  it.each<[string, string[]]>([
    ['今天很好。明天呢？后天！', ['今天很好。', '明天呢？', '后天！']],
    ['他说：“走吧！”然后走了；没有回头。', ['他说：“走吧！”', '然后走了；', '没有回头。']],
    ['It works. Does it? Yes!', ['It works. ', 'Does it? ', 'Yes!']],
    ['Dr. Smith met J. R. Tolkien, e.g. in Oxford.', ['Dr. Smith met J. R. Tolkien, e.g. in Oxford.']],
    ['It grew 3.5 percent. That is 1,204.5 in all.', ['It grew 3.5 percent. ', 'That is 1,204.5 in all.']],
    ['用 Node.js 写。见 v1.2.3 的说明。', ['用 Node.js 写。', '见 v1.2.3 的说明。']],
    ['1. Open it. 2 seconds later it closes.', ['1. Open it. ', '2 seconds later it closes.']],
    ['真的吗?我不信!好吧', ['真的吗?', '我不信!', '好吧']],
    ['标题\n\n第一段', ['标题\n\n', '第一段']],
    ['(He left.) She stayed.', ['(He left.) ', 'She stayed.']],
    ['等等……再说。', ['等等……再说。']],
    ['\n\n开头有空行。\n', ['\n\n', '开头有空行。\n']],
    ['', []],
  ])('%j', (text, sentences) => {
    expect(splitSentences(text).join('')).toBe(text);
    expect(splitSentences(text).filter((each) => each.trim() !== '')).toEqual(
      sentences[0] === '\n\n' ? ['\n\n开头有空行。\n'] : sentences,
    );
  });

  it('cuts nothing that is masked', () => {
    const text = '见 https://a.example/x?y! 这里。';
    const masked = text.replace(/https\S+/, (found) => 'x'.repeat(found.length));
    expect(splitSentences(text, masked)).toEqual([text]);
  });

  it('reads long sentences in parts, behind commas where there are any', () => {
    const text = '这一句话没有句号，'.repeat(40);
    const parts = splitSentences(text);
    expect(parts.join('')).toBe(text);
    expect(parts.every((part) => part.length <= 120 && part.endsWith('，'))).toBe(true);
    const smiles = '😀'.repeat(300);
    expect(splitSentences(smiles).every((part) => [...part].every((each) => each === '😀'))).toBe(true);
  });

  it('loses and adds nothing, whatever the text', () => {
    const next = random(7);
    const pieces = [
      ...Array.from('。！？；.!? \n”)」a中1😀…,，'),
      'Dr.',
      '3.14',
      'e.g. ',
      '……',
      '\r\n',
      ...RICH.split(/(?=[ ，。])/),
    ];
    for (let round = 0; round < 3_000; round += 1) {
      const length = Math.floor(next() * 40);
      const text = Array.from({ length }, () => pieces[Math.floor(next() * pieces.length)] ?? '').join('');
      const sentences = splitSentences(text);
      expect(sentences.join('')).toBe(text);
      expect(sentences.every((sentence) => sentence.trim() !== '' || text.trim() === '')).toBe(true);
    }
  });
});
