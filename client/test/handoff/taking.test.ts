import type { HandoffState } from '@huati/shared';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSession } from '@/features/account';
import { useTaking } from '@/features/handoff';
import { api } from '@/transport';
import { connection } from '@/transport/connection';

const account = { token: 'account', user: { id: 'u2', name: '', kind: 'guest' as const } };
const guest = { token: 'guest', user: { id: 'u1', name: '', kind: 'guest' as const } };

describe('a code that is taken', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    setActivePinia(createPinia());
    vi.spyOn(connection, 'restart').mockImplementation(() => undefined);
    useSession().adopt(guest);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it.each(['bring', 'alone'] as const)('gives this device its session also where nobody waits (%s)', async (how) => {
    let give: (state: HandoffState) => void = () => undefined;
    vi.spyOn(api, 'claimHandoff').mockResolvedValue({ status: 'claimed', digits: '42' });
    vi.spyOn(api, 'handoff').mockImplementation(() => new Promise((resolve) => (give = resolve)));
    const taking = useTaking();
    await taking.take('code', how);
    expect(taking).toMatchObject({ phase: 'digits', digits: '42' });
    await vi.advanceTimersByTimeAsync(1_000);
    // Closed while the reply that moves the guest's things is on its way.
    taking.end();
    give({ status: 'done', topicId: 't', session: account });
    await vi.advanceTimersByTimeAsync(0);
    expect(useSession().user).toEqual(account.user);
    expect(useSession().joined).toBe(how === 'alone');
    expect(connection.restart).toHaveBeenCalledOnce();
    expect(taking).toMatchObject({ phase: 'none', topicId: null });
  });

  it('opens its topic where somebody waits for it', async () => {
    vi.spyOn(api, 'claimHandoff').mockResolvedValue({ status: 'done', topicId: 't' });
    const taking = useTaking();
    await taking.take('code');
    expect(taking).toMatchObject({ phase: 'none', topicId: 't' });
    expect(useSession().user).toEqual(guest.user);
  });
});
