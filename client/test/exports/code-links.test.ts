import { expect, it } from 'vitest';
import type { Share } from '@huati/shared';
import { createCodeLinks } from '@/features/exports/code-links';
import { WireFailure } from '@/transport';

const TARGET = { topicId: 't', messageIds: ['a', 'b'] };

/** What the server does with links, in memory. */
function server() {
  const standing = new Set<string>();
  const state = { standing, made: 0, offline: false };
  const answer = async <T>(result: () => T): Promise<T> => {
    await Promise.resolve();
    if (state.offline) throw new WireFailure('internal', '');
    return result();
  };
  const links = createCodeLinks({
    createShare: () =>
      answer(() => {
        state.made += 1;
        const id = `s${state.made}`;
        standing.add(id);
        return { id, url: `https://a.example/s/${id}` } as Share;
      }),
    sharesOf: () => answer(() => [...standing].map((id) => ({ id }))),
    revokeShare: (id) => answer(() => void standing.delete(id)),
  });
  return { ...links, state };
}

it('looks of the same messages have one link', async () => {
  const { urlOf, state } = server();
  const url = await urlOf(TARGET);
  expect(await urlOf({ ...TARGET, messageIds: [...TARGET.messageIds] })).toBe(url);
  expect(await urlOf({ ...TARGET, messageIds: ['a'] })).not.toBe(url);
  expect(state.made).toBe(2);
});

it('a link that no picture carries is revoked, also one that was still being made', async () => {
  const { urlOf, takeBack, state } = server();
  await urlOf(TARGET);
  const late = urlOf({ ...TARGET, messageIds: ['c'] });
  await takeBack();
  await late;
  expect(state.made).toBe(2);
  expect(state.standing.size).toBe(0);
  expect(await urlOf(TARGET)).toBe('https://a.example/s/s3');
});

it('a link stays that a picture carries; where it did not leave after all, it does not', async () => {
  const { urlOf, carry, takeBack, state } = server();
  const url = await urlOf(TARGET);
  carry(TARGET)();
  carry(TARGET);
  // Another picture that was not sent takes nothing back.
  carry(TARGET)();
  await takeBack();
  expect(state.standing.size).toBe(1);
  expect(await urlOf(TARGET)).toBe(url);
  await urlOf({ ...TARGET, messageIds: ['c'] });
  carry({ ...TARGET, messageIds: ['c'] })();
  await takeBack();
  expect([...state.standing]).toEqual(['s1']);
});

it('a link that was revoked elsewhere is made anew', async () => {
  const { urlOf, carry, state } = server();
  const url = await urlOf(TARGET);
  carry(TARGET);
  state.standing.clear();
  expect(await urlOf(TARGET)).not.toBe(url);
});

it('what cannot be made or revoked is tried again', async () => {
  const { urlOf, takeBack, state } = server();
  state.offline = true;
  await expect(urlOf(TARGET)).rejects.toThrow();
  await takeBack();
  state.offline = false;
  await urlOf(TARGET);
  state.offline = true;
  await takeBack();
  expect(state.standing.size).toBe(1);
  state.offline = false;
  await takeBack();
  expect(state.standing.size).toBe(0);
});
