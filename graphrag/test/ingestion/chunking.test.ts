import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_MAX, chunked } from '../../src/ingestion/chunking';
import type { Part } from '../../src/ingestion/contents';
import { parted } from '../../src/ingestion/parting';
import { chunkedByMeaning } from '../../src/ingestion/semantic';
import { sentencesOf } from '../../src/ingestion/sentences';

const squeezed = (parts: readonly Part[]): string => parts.map(({ text }) => text.replace(/\s/g, '')).join('');
const never = new AbortController().signal;

/** Sentences of one first character mean the same. */
const byFirst = {
  of: (texts: readonly string[]) =>
    Promise.resolve(
      texts.map((text) => {
        const vector = new Float32Array(64);
        vector[(text.trim().codePointAt(0) ?? 0) % 64] = 1;
        return vector;
      }),
    ),
};

const part = fc.record({
  text: fc.oneof(
    fc.string({ maxLength: 300 }),
    fc
      .array(fc.constantFrom('甲说了一句话。', '乙也说了。', 'He left. ', '第三行\n', '、', ' '), { maxLength: 300 })
      .map((all) => all.join('')),
  ),
  place: fc.record(
    { page: fc.integer({ min: 1, max: 3 }), headings: fc.array(fc.constantFrom('一', '二'), { maxLength: 2 }) },
    { requiredKeys: [] },
  ),
});

describe('chunks', () => {
  it('have all that was written, in its order, and no more than fits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (passages) => {
        const meant = await chunkedByMeaning(passages, byFirst, never);
        for (const chunks of [chunked(passages), meant ?? []]) {
          expect(squeezed(chunks)).toBe(squeezed(passages));
          for (const { text } of chunks) expect(text.length).toBeLessThanOrEqual(CHUNK_MAX);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never span pages, and join what is short within a chapter', () => {
    const chunks = chunked([
      { text: '# 制度', place: { page: 1, headings: ['制度'] } },
      { text: '## 请假\n\n提前三天。', place: { page: 1, headings: ['制度', '请假'] } },
      { text: '## 出差\n\n每晚四百五十元。', place: { page: 1, headings: ['制度', '出差'] } },
      { text: '附则。', place: { page: 2, headings: ['制度', '附则'] } },
    ]);
    expect(chunks.map(({ place }) => [place.page, place.headings])).toEqual([
      [1, ['制度']],
      [2, ['制度', '附则']],
    ]);
  });

  it('of a table each have its head', () => {
    const head = '| 姓名 | 部门 |\n| --- | --- |\n';
    const rows = Array.from({ length: 100 }, (_, at) => `| 员工${at} | 部门${at} |\n`).join('');
    const parts = parted(head + rows, CHUNK_MAX);
    expect(parts.length).toBeGreaterThan(1);
    for (const each of parts) expect(each.startsWith(head)).toBe(true);
    expect(parts.join('').match(/员工\d+ /g)).toHaveLength(100);
  });

  it('by meaning end where the subject changes', async () => {
    const about = (sign: string) =>
      Array.from({ length: 12 }, () => `${sign}的事情在这里说得清清楚楚明明白白，没有一点含糊之处。`).join('');
    const text = about('甲') + about('乙');
    const chunks = await chunkedByMeaning([{ text, place: {} }], byFirst, never);
    expect(chunks?.map(({ text: chunk }) => new Set(chunk.match(/[甲乙]的事/g)).size)).toEqual([1, 1]);
  });

  it('are made of sentences, which together are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('字', '。', '”', '.', ' ', '\n', 'a') }), (text) => {
        expect(sentencesOf(text).join('')).toBe(text);
      }),
    );
    expect(sentencesOf('他说：“走吧。”她走了。3.5 km. Then')).toEqual([
      '他说：“走吧。”',
      '她走了。',
      '3.5 km. ',
      'Then',
    ]);
  });
});
