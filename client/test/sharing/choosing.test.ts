import type { Message, Page } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { linesOf, roundsOf, toggled, useRounds } from '@/features/sharing/rounds';
import { WireFailure } from '@/transport';

const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  topicId: 't',
  role: 'user',
  text: `话 ${id}`,
  status: 'complete',
  parentId: null,
  createdAt: '2026-11-21T00:00:00Z',
  ...more,
});
const answer = (id: string, parentId: string, more: Partial<Message> = {}): Message =>
  message(id, { role: 'assistant', parentId, ...more });
const pageOf = (items: Message[], nextCursor: string | null): Page<Message> => ({
  items,
  nextCursor,
  prevCursor: null,
});

describe('rounds', () => {
  it('are questions with their answers; what is being written or has nothing in it cannot be chosen', () => {
    const rounds = roundsOf([
      answer('a0', 'elsewhere'),
      message('q1'),
      answer('a1', 'q1'),
      message('q2'),
      answer('a2', 'q2', { status: 'failed', text: '' }),
      message('q3'),
      answer('a3', 'q3', { status: 'streaming' }),
    ]);
    expect(rounds.map(({ question, answer: said }) => [question?.id, said?.id])).toEqual([
      [undefined, 'a0'],
      ['q1', 'a1'],
      ['q2', undefined],
      ['q3', undefined],
    ]);
  });

  it('are shown by their first words without marks, a question of files alone by their names', () => {
    const words = (text: string, names: string[] = []) =>
      linesOf(
        roundsOf([
          message('q', {
            text,
            attachments: names.map((name) => ({ id: name, name, mime: 'x', bytes: 1, sha256: '', status: 'ready' })),
          }),
        ]),
      )[0]?.words;
    expect(words('# 标题\n\n**粗** `码`[1]')).toBe('标题 粗 码');
    expect(words(' \n', ['合同.pdf', '图.png'])).toBe('合同.pdf、图.png');
    expect(words('𠮷'.repeat(100))).toBe(`${'𠮷'.repeat(60)}…`);
  });

  it('are chosen whole by their question, and by their answer that alone', () => {
    const [round] = roundsOf([message('q'), answer('a', 'q')]);
    if (!round) throw new Error('no round');
    expect(toggled(['x'], round, 'question')).toEqual(['x', 'q', 'a']);
    expect(toggled(['x', 'q', 'a'], round, 'question')).toEqual(['x']);
    expect(toggled([], round, 'answer')).toEqual(['a']);
    expect(toggled(['a'], round, 'question')).toEqual(['q', 'a']);
    expect(toggled(['q', 'a'], round, 'answer')).toEqual(['q']);
  });
});

describe('the rounds of a topic', () => {
  it('are read from the newest page on, all of them when all are wanted', async () => {
    const pages: Record<string, Page<Message>> = {
      newest: pageOf([message('q3'), answer('a3', 'q3')], 'two'),
      two: pageOf([message('q2'), answer('a2', 'q2')], 'one'),
      one: pageOf([message('q1'), answer('a1', 'q1')], null),
    };
    const read = useRounds((_topic, cursor) => Promise.resolve(pages[cursor ?? 'newest'] ?? pageOf([], null)));
    await read.begin('t');
    expect(read.hasOlder.value).toBe(true);
    expect(read.rounds.value).toHaveLength(1);
    await read.older('t');
    expect(read.rounds.value.map(({ key }) => key)).toEqual(['q2', 'q3']);
    expect(await read.all('t')).toBe(true);
    expect(read.rounds.value.map(({ key }) => key)).toEqual(['q1', 'q2', 'q3']);
    expect(read.hasOlder.value).toBe(false);
  });

  it('say why they could not be read, and go on from there', async () => {
    let fails = true;
    const read = useRounds(() =>
      fails ? Promise.reject(new WireFailure('offline', 'x')) : Promise.resolve(pageOf([message('q')], null)),
    );
    expect(await read.begin('t')).toBe(false);
    expect([read.phase.value, read.failure.value?.code]).toEqual(['failed', 'offline']);
    fails = false;
    await read.begin('t');
    expect([read.phase.value, read.rounds.value.length]).toEqual(['ready', 1]);
  });
});
