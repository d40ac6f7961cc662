import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createElsewhere } from '../src/features/chat/elsewhere';
import { createFileJournal } from '../src/features/chat/journal/file-journal';
import type { Journal, Piece } from '../src/features/chat/journal/journal';
import { firstRound } from '../src/features/chat/rounds';
import { createLogger } from '../src/logger';
import { pause } from '../src/pause';

it('another process looks what an answer rests on before it tells the words that the journal has', async () => {
  const { answer } = firstRound('u', { askId: randomUUID(), text: '付款期限？' }, 'owner');
  const given = { retrieval: 'chunk', files: [], sources: [{ n: 1, title: '合同.pdf', text: '付款期限为三十天。' }] };
  const journal = createFileJournal(await mkdtemp(join(tmpdir(), 'huati-journal-')));
  const find = async () => {
    await pause(50);
    return { ...answer, sources_json: JSON.stringify(given) };
  };
  const elsewhere = createElsewhere({ journal, find, logger: createLogger('silent') });
  try {
    await journal.write(answer.id, 1, [{ kind: 'text', offset: 0, text: '三十天[1]' }]);
    // The row was read before the sources were stored, and the journal after the first words.
    const log = await elsewhere.open(answer, 0);
    expect([log.text, log.sources]).toEqual(['三十天[1]', { retrieval: 'chunk', sources: given.sources }]);
  } finally {
    elsewhere.close();
    await journal.close();
  }
});

it('what is found on the way is looked for before the words behind it, as often as it is told', async () => {
  const { answer } = firstRound('u', { askId: randomUUID(), text: '付款期限？' }, 'owner');
  const source = (n: number) => ({ n, title: `${n}.pdf`, text: '付款期限为三十天。' });
  const row = { ...answer, sources_json: JSON.stringify({ retrieval: 'graph', files: [], sources: [source(1)] }) };
  const file = createFileJournal(await mkdtemp(join(tmpdir(), 'huati-journal-')));
  let tell: (piece: Piece | 'sourced' | 'stored') => void = () => undefined;
  const journal: Journal = {
    ...file,
    watch: (_answerId, on) => {
      tell = on;
      return () => undefined;
    },
  };
  const find = async () => {
    const found = { ...row };
    await pause(20);
    return found;
  };
  const elsewhere = createElsewhere({ journal, find, logger: createLogger('silent') });
  const write = async (offset: number, text: string) => {
    await journal.write(answer.id, 1, [{ kind: 'text', offset, text }]);
    tell({ kind: 'text', offset, text });
  };
  try {
    const log = await elsewhere.open(row, 0);
    const seen: string[] = [];
    const look = () => void seen.push(`${log.text} ${log.sources?.sources.length}`);
    log.read({ grew: look, staged: look, sourced: look, ended: look });
    await write(0, '三十天[1]。');
    await vi.waitFor(() => expect(log.text).toBe('三十天[1]。'));
    for (const count of [2, 3]) {
      const sources = Array.from({ length: count }, (_, at) => source(at + 1));
      row.sources_json = JSON.stringify({ retrieval: 'graph', files: [], sources });
      tell('sourced');
      await write(log.text.length + (count - 2), String(count));
    }
    await vi.waitFor(() => expect(log.text).toBe('三十天[1]。23'));
    expect(seen.filter((state) => state.includes('。2'))).toEqual(['三十天[1]。23 3']);
  } finally {
    elsewhere.close();
    await file.close();
  }
});
