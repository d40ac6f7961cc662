import { REPORT_TEXT_MAX, type ReportRequest } from '@huati/shared';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { toFailure, type WireFailure } from '@/transport';

export type ReportReason = ReportRequest['reason'];

/** What is reported: an answer of one's own, or something that was shared. */
export type Reported = { messageId: string } | { shareId: string };

export type ReportPhase = 'writing' | 'sending' | 'sent' | 'failed';

/** A report as it goes out: without words where none were written. */
export function reportOf(about: Reported, reason: ReportReason, words: string): ReportRequest {
  const text = words.trim().slice(0, REPORT_TEXT_MAX);
  return { ...about, reason, ...(text !== '' && { text }) };
}

/**
 * A report being written.
 *
 * @param send hands it to the server; rejects with a `WireFailure`
 */
export function useReporting(send: (report: ReportRequest) => Promise<void>) {
  const phase: Ref<ReportPhase> = ref('writing');
  const reason: Ref<ReportReason | null> = ref(null);
  const words = ref('');
  const failure: ShallowRef<WireFailure | null> = shallowRef(null);
  /** Counts beginnings: what an earlier report comes to is not told of the next one. */
  let round = 0;

  function begin(): void {
    round += 1;
    phase.value = 'writing';
    reason.value = null;
    words.value = '';
    failure.value = null;
  }

  /** Sends what was written, once a reason was chosen. Never rejects: `phase` and `failure` tell; again is a retry. */
  async function report(about: Reported): Promise<void> {
    if (reason.value === null || phase.value === 'sending') return;
    const mine = round;
    phase.value = 'sending';
    const failed = await send(reportOf(about, reason.value, words.value)).then(() => null, toFailure);
    if (mine !== round) return;
    failure.value = failed;
    phase.value = failed ? 'failed' : 'sent';
  }

  return { phase, reason, words, failure, begin, report };
}
