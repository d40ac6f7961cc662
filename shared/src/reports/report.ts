import * as v from 'valibot';
import { hasLoneSurrogate } from '../text';

/** The longest text given with a report, in UTF-16 units. */
export const REPORT_TEXT_MAX = 1000;

export const reportReasons = ['illegal', 'harmful', 'wrong', 'privacy', 'other'] as const;

const id = (name: string) =>
  v.optional(v.pipe(v.string(`${name} must be a string`), v.minLength(1, `${name} is empty`), v.maxLength(64)));

/** `POST /api/reports`: something is wrong with a message of one's own, or with a shared topic. */
export const ReportRequest = v.pipe(
  v.object({
    messageId: id('messageId'),
    shareId: id('shareId'),
    reason: v.picklist(reportReasons, `reason must be one of ${reportReasons.join(', ')}`),
    text: v.optional(
      v.pipe(
        v.string('text must be a string'),
        v.trim(),
        v.maxLength(REPORT_TEXT_MAX, `text is longer than ${REPORT_TEXT_MAX}`),
        v.check((text) => !text.includes('\0') && !hasLoneSurrogate(text), 'text has characters that are not text'),
      ),
    ),
  }),
  v.check(
    ({ messageId, shareId }) => (messageId === undefined) !== (shareId === undefined),
    'give messageId or shareId, and not both',
  ),
);
export type ReportRequest = v.InferOutput<typeof ReportRequest>;
