import { describe, expect, it } from 'vitest';
import { createSnapshots } from '../src/features/sharing/snapshots';

const MESSAGE = { id: 'm', role: 'user', text: '问 😀', status: 'complete', createdAt: '2026-01-01T00:00:00.000Z' };

describe('what was shared', () => {
  it('is read once for many, without what is not to be there', async () => {
    let asked = 0;
    const snapshots = createSnapshots({
      snapshotOf: () => {
        asked += 1;
        return Promise.resolve(JSON.stringify({ messages: [{ ...MESSAGE, owner: 'secret' }] }));
      },
    });
    const all = await Promise.all(Array.from({ length: 5 }, () => snapshots('a')));
    const again = await snapshots('a');
    expect(asked).toBe(1);
    for (const { messages, json } of [...all, again]) {
      expect(messages).toEqual([MESSAGE]);
      expect(JSON.parse(json.toString('utf8'))).toEqual([MESSAGE]);
    }
    await snapshots('b');
    expect(asked).toBe(2);
  });

  it('is not there where its share is gone, which is asked for each time', async () => {
    const stored: string[] = [];
    const snapshots = createSnapshots({ snapshotOf: () => Promise.resolve(stored[0]) });
    await expect(snapshots('a')).rejects.toMatchObject({ code: 'not_found' });
    stored.push(JSON.stringify({ messages: [] }));
    expect((await snapshots('a')).messages).toEqual([]);
  });
});
