import { ReportRequest, REPORT_TEXT_MAX } from '@huati/shared';
import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import { reportOf, useReporting } from '@/features/reports/reporting';
import { WireFailure } from '@/transport';

const about = { messageId: 'a1' };

it('makes a report that the server takes, without words where none were written', () => {
  expect(reportOf(about, 'wrong', '  \n')).toEqual({ messageId: 'a1', reason: 'wrong' });
  const long = reportOf({ shareId: 's1' }, 'other', ` ${'长'.repeat(REPORT_TEXT_MAX + 5)}`);
  expect(v.parse(ReportRequest, long)).toMatchObject({ shareId: 's1', reason: 'other' });
});

it('sends nothing before a reason was chosen, and once however often it is tapped', async () => {
  let sent = (): void => undefined;
  const send = vi.fn(() => new Promise<void>((resolve) => (sent = resolve)));
  const { phase, reason, report } = useReporting(send);
  await report(about);
  expect(send).not.toHaveBeenCalled();
  reason.value = 'privacy';
  const first = report(about);
  await report(about);
  expect(send).toHaveBeenCalledTimes(1);
  sent();
  await first;
  expect(phase.value).toBe('sent');
});

it('keeps what was written where it fails, and sends it again', async () => {
  const send = vi.fn().mockRejectedValueOnce(new WireFailure('offline', 'no network')).mockResolvedValueOnce(undefined);
  const { phase, reason, words, failure, report } = useReporting(send);
  reason.value = 'harmful';
  words.value = '第二段';
  await report(about);
  expect(phase.value).toBe('failed');
  expect(failure.value?.code).toBe('offline');
  await report(about);
  expect(send).toHaveBeenLastCalledWith({ messageId: 'a1', reason: 'harmful', text: '第二段' });
  expect(phase.value).toBe('sent');
});

it('does not tell the next report what an earlier one came to', async () => {
  let fail = (): void => undefined;
  const send = () => new Promise<void>((_resolve, reject) => (fail = () => reject(new WireFailure('busy', 'busy'))));
  const { phase, reason, failure, begin, report } = useReporting(send);
  reason.value = 'other';
  const first = report(about);
  begin();
  fail();
  await first;
  expect(phase.value).toBe('writing');
  expect(failure.value).toBeNull();
});
