import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, resume, settle } from '../src';

interface Piece {
  offset: number;
  text: string;
}

/** An answer of anything UTF-16 can hold, half pairs included: offsets must not care. */
const answer = fc
  .array(fc.constantFrom('话', 'a', '😀', '𠮷', '\n', '\ud83d', '\ude00', ' '), { maxLength: 120 })
  .map((parts) => parts.join(''));

/** An answer with any of its pieces, overlapping, repeated and in any order. */
const delivered = answer.chain((text) =>
  fc.record({
    text: fc.constant(text),
    pieces: fc.array(
      fc
        .tuple(fc.nat(text.length), fc.nat(text.length))
        .map(([a, b]): Piece => ({ offset: Math.min(a, b), text: text.slice(Math.min(a, b), Math.max(a, b)) })),
      { maxLength: 60 },
    ),
  }),
);

describe('assemble', () => {
  it('holds nothing but a beginning of the answer, whatever pieces come in whatever order', () => {
    fc.assert(
      fc.property(delivered, ({ text, pieces }) => {
        let held = '';
        for (const piece of pieces) {
          const result = assemble(held, piece.offset, piece.text);
          if (result.kind === 'missing') {
            expect(piece.offset).toBeGreaterThan(held.length);
            expect(result.from).toBe(held.length);
            continue;
          }
          expect(held + result.added).toBe(result.text);
          held = result.text;
          expect(text.startsWith(held)).toBe(true);
        }
      }),
    );
  });

  it('ends with the exact answer once what it asks for is brought', () => {
    fc.assert(
      fc.property(delivered, ({ text, pieces }) => {
        let held = '';
        for (const piece of pieces) {
          const first = assemble(held, piece.offset, piece.text);
          if (first.kind === 'held') held = first.text;
          else {
            const followed = resume(held, first.from, text.slice(first.from, piece.offset));
            if (followed.kind === 'held') held = followed.text;
            const second = assemble(held, piece.offset, piece.text);
            expect(second.kind).toBe('held');
            if (second.kind === 'held') held = second.text;
          }
        }
        const settled = settle(held, text.length);
        if (settled.kind === 'missing') {
          const followed = resume(held, settled.from, text.slice(settled.from));
          if (followed.kind === 'held') held = followed.text;
        }
        expect(held).toBe(text);
        expect(settle(held, text.length)).toEqual({ kind: 'whole' });
      }),
    );
  });

  it('says from where the text is missing, and keeps what it has', () => {
    expect(assemble('ab', 3, 'd')).toEqual({ kind: 'missing', from: 2 });
    expect(assemble('', 1, '')).toEqual({ kind: 'missing', from: 0 });
  });

  it('drops the part of a piece that it has', () => {
    expect(assemble('abc', 1, 'bcde')).toEqual({ kind: 'held', text: 'abcde', added: 'de' });
    expect(assemble('abc', 0, 'ab')).toEqual({ kind: 'held', text: 'abc', added: '' });
  });
});

describe('settle', () => {
  it('asks for the rest of a short text, and for all of one that is too long to be right', () => {
    expect(settle('ab', 5)).toEqual({ kind: 'missing', from: 2 });
    expect(settle('abc', 2)).toEqual({ kind: 'missing', from: 0 });
    expect(settle('', 0)).toEqual({ kind: 'whole' });
  });
});

describe('resume', () => {
  it('lets the server decide what stands from the offset on', () => {
    expect(resume('abcX', 3, 'def')).toEqual({ kind: 'held', text: 'abcdef', added: 'ef' });
    expect(resume('abcdef', 3, '')).toEqual({ kind: 'held', text: 'abc', added: '' });
    expect(resume('ab', 3, 'd')).toEqual({ kind: 'missing', from: 2 });
  });
});
