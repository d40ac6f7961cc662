import type { DoneEvent, Followed } from '@huati/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askForRest,
  freshAnswer,
  isWhole,
  onDelta,
  onDone,
  onFollowed,
  onFollowLost,
} from '@/features/answers/answer-state';
import type { AnswerState, Step, Wanted } from '@/features/answers/answer-state';

/** A server that has written everything already and answers `follow` at once. */
class Script {
  state: AnswerState = freshAnswer();
  asks: Wanted[] = [];

  constructor(
    readonly text: string,
    readonly reasoning: string,
  ) {}

  take(step: Step): void {
    this.state = step.state;
    if (step.follow) this.asks.push(step.follow);
  }

  delta(from: number, to: number): void {
    this.take(onDelta(this.state, from, this.text.slice(from, to)));
  }

  think(from: number, to: number): void {
    this.take(onDelta(this.state, from, this.reasoning.slice(from, to), 1));
  }

  done(): void {
    const event: DoneEvent = { answerId: 'a', length: this.text.length, status: 'complete' };
    this.take(onDone(this.state, event));
  }

  /** Acknowledges the oldest `follow`, with what was written up to `written`. */
  acknowledge(written: number): void {
    const wanted = this.asks.shift();
    if (!wanted) return;
    const offset = Math.min(wanted.offset, written);
    const ack: Followed = {
      ref: 1,
      status: written === this.text.length ? 'complete' : 'streaming',
      text: this.text.slice(offset, written),
      offset,
      reasoning: this.reasoning.slice(wanted.reasoningOffset),
      reasoningOffset: wanted.reasoningOffset,
      length: written,
    };
    this.take(onFollowed(this.state, ack));
  }
}

const move = fc.oneof(
  fc.record({ kind: fc.constant('delta' as const), at: fc.nat(), size: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('think' as const), at: fc.nat(), size: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('acknowledge' as const), at: fc.nat(), size: fc.constant(0) }),
  fc.record({ kind: fc.constant('lost' as const), at: fc.constant(0), size: fc.constant(0) }),
  fc.record({ kind: fc.constant('done' as const), at: fc.constant(0), size: fc.constant(0) }),
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

function play(script: Script, { kind, at, size }: Move): void {
  const units = kind === 'think' ? script.reasoning.length : script.text.length;
  const from = units === 0 ? 0 : at % units;
  if (kind === 'delta') script.delta(from, from + size);
  else if (kind === 'think') script.think(from, from + size);
  else if (kind === 'acknowledge') script.acknowledge(from);
  else if (kind === 'done') script.done();
  else {
    script.asks = [];
    script.state = onFollowLost(script.state);
  }
}

/** What the application does on a new connection, until nothing is asked any more. */
function reconnect(script: Script): void {
  script.asks = [];
  script.state = onFollowLost(script.state);
  if (isWhole(script.state)) return;
  script.take(askForRest(script.state));
  for (let turn = 0; script.asks.length > 0 && turn < 5; turn += 1) script.acknowledge(script.text.length);
}

describe('answer state', () => {
  it('ends with exactly the text, whatever was lost, repeated or out of order', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, text, fc.array(move, { maxLength: 40 }), (answer, reasoning, moves) => {
        const script = new Script(answer, reasoning);
        for (const step of moves) play(script, step);
        const endedBefore = isWhole(script.state);
        reconnect(script);
        expect(isWhole(script.state)).toBe(true);
        expect(script.state.text).toBe(answer);
        if (!endedBefore) expect(script.state.reasoning).toBe(reasoning);
      }),
      { numRuns: 400 },
    );
  });

  it('never shows anything but a beginning of the text, and reasoning likewise', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const script = new Script('一二三四五六七八九十'.repeat(3), 'abcdefghij'.repeat(2));
        for (const step of moves) {
          play(script, step);
          expect(script.text.startsWith(script.state.text)).toBe(true);
          expect(script.reasoning.startsWith(script.state.reasoning)).toBe(true);
        }
      }),
    );
  });

  it('asks once for a gap, from the end of what is held', () => {
    const script = new Script('0123456789', '');
    script.delta(0, 3);
    script.delta(5, 7);
    script.delta(7, 9);
    expect(script.asks).toEqual([{ offset: 3, reasoningOffset: 0 }]);
    script.acknowledge(9);
    expect(script.state.text).toBe('012345678');
  });

  it('asks again where the end tells of more than an acknowledgement brought', () => {
    const script = new Script('0123456789', '');
    script.delta(4, 6);
    script.done();
    script.acknowledge(6);
    expect(script.asks).toEqual([{ offset: 6, reasoningOffset: 0 }]);
    script.acknowledge(10);
    expect(isWhole(script.state)).toBe(true);
    expect(script.state.text).toBe('0123456789');
  });

  it('asks for all of it where a server came back without its last moments', () => {
    const script = new Script('0123', '');
    script.take(onDelta(script.state, 0, '012345'));
    script.done();
    expect(script.asks).toEqual([{ offset: 0, reasoningOffset: 0 }]);
    script.acknowledge(4);
    expect(script.state.text).toBe('0123');
  });

  it('takes nothing more once it is whole', () => {
    const script = new Script('ab', '');
    script.delta(0, 2);
    script.done();
    script.take(onDelta(script.state, 2, 'c'));
    expect(script.state.text).toBe('ab');
  });
});
