import type { Forked } from '@huati/shared';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useGoingOn } from '@/features/sharing/going-on';
import { api, WireFailure } from '@/transport';
import { snackbar } from '@/ui/snackbar';

const FROM = { shareId: 's', messageId: 'm', pass: 'p' };

function waiting() {
  const opened: string[] = [];
  let answer = (forked: Forked): void => void forked;
  let refuse = (error: Error): void => void error;
  const forkShare = vi.spyOn(api, 'forkShare').mockImplementation(
    () =>
      new Promise((resolve, reject) => {
        answer = resolve;
        refuse = reject;
      }),
  );
  const goingOn = useGoingOn((topicId) => opened.push(topicId));
  const told = async (act: () => void) => {
    act();
    await vi.waitFor(() => expect(goingOn.phase.value).not.toBe('forking'));
  };
  return {
    goingOn,
    opened,
    forkShare,
    made: (forked: Forked) => told(() => answer(forked)),
    fails: () => told(() => refuse(new WireFailure('timeout', 'too long'))),
  };
}

afterEach(() => (snackbar.value = null));

describe('going on with a share in the chat', () => {
  it('is seen while it takes its time, and opens what it made', async () => {
    const { goingOn, opened, made, forkShare } = waiting();
    void goingOn.begin(FROM);
    expect([goingOn.phase.value, goingOn.waits.value]).toEqual(['forking', true]);
    void goingOn.begin(FROM);
    expect(forkShare.mock.calls).toEqual([['s', { messageId: 'm', pass: 'p' }]]);
    await made({ topicId: 't', filesLeftOut: 2 });
    expect(opened).toEqual(['t']);
    expect(goingOn.waits.value).toBe(false);
    expect(snackbar.value?.text).toContain('2');
  });

  it('takes the page from nobody who has turned to something else', async () => {
    const { goingOn, opened, made } = waiting();
    void goingOn.begin(FROM);
    goingOn.leave();
    await made({ topicId: 't' });
    expect(opened).toEqual([]);
    snackbar.value?.action?.run();
    expect(opened).toEqual(['t']);
  });

  it('can be tried again from the same message, whether or not somebody waits', async () => {
    const { goingOn, opened, made, fails, forkShare } = waiting();
    void goingOn.begin(FROM);
    await fails();
    expect([goingOn.phase.value, goingOn.waits.value]).toEqual(['failed', true]);
    expect(goingOn.failure.value?.code).toBe('timeout');
    void goingOn.again();
    goingOn.leave();
    await fails();
    snackbar.value?.action?.run();
    expect(goingOn.waits.value).toBe(true);
    await made({ topicId: 't' });
    expect(opened).toEqual(['t']);
    expect(forkShare.mock.calls.map(([, from]) => from?.messageId)).toEqual(['m', 'm', 'm']);
  });
});
