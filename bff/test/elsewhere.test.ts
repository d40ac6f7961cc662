import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createElsewhere } from '../src/features/chat/elsewhere';
import { createFileJournal } from '../src/features/chat/journal/file-journal';
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
