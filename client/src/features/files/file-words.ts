import { fileReasons, type Attachment, type FileReason, type WireError } from '@huati/shared';
import { failureWords } from '@/features/failures';
import { t, type MessageKey } from '@/i18n';
import type { FailureCode } from '@/transport';
import type { AttachedFile } from './attaching';

const STEP = 1024;
const UNITS = ['B', 'KB', 'MB', 'GB'];

/** How large a file is: `3.4 MB`. */
export function sizeWords(bytes: number): string {
  const at = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(STEP)));
  const size = bytes / STEP ** at;
  return `${at > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[at] ?? ''}`;
}

/** How a file stands that is attached to a question being written, where files may have `maxBytes`. */
export function stateWords(file: AttachedFile, maxBytes: number): string {
  switch (file.state) {
    case 'waiting':
      return t('files.waiting');
    case 'sending':
      return t('files.sending', { percent: Math.round(file.progress * 100) });
    case 'reading':
      return readingWords(file.attachment ?? {});
    case 'ready':
      return aboutWords(file.attachment ?? file);
    case 'failed':
      return attachedFailure(file, maxBytes);
  }
}

/** Why a file cannot be asked about, and the way out. */
export function attachedFailure({ failure, reason, bytes }: AttachedFile, maxBytes: number): string {
  // It is not too large by itself: all files of the person together are.
  if (failure === 'too_large' && bytes <= maxBytes) return t('files.failure.quota');
  return fileFailure({ code: failure ?? 'internal', reason });
}

/** How a file stands that the server has. */
export function standWords(file: Attachment): string {
  if (file.status === 'processing') return readingWords(file);
  return file.status === 'failed' && file.error ? fileFailure(file.error) : aboutWords(file);
}

/** How far a file is read. */
export function readingWords({ progress = 0, pages }: Partial<Attachment>): string {
  if (progress <= 0) return t('files.reading');
  if (pages === undefined || pages < 2) return t('files.readingPart', { percent: Math.round(progress * 100) });
  return t('files.readingPage', { page: Math.max(1, Math.round(progress * pages)), pages });
}

/** `1.2 MB · 20 页 · 只读了一部分` */
export function aboutWords({ bytes, cut, ...file }: Pick<Attachment, 'bytes'> & Partial<Attachment>): string {
  const words = [sizeWords(bytes), pagesWords(file), cut ? t('files.cut') : ''];
  return words.filter(Boolean).join(' · ');
}

function pagesWords({ pages = 0, mime = '' }: Partial<Attachment>): string {
  if (pages < 1 || mime.startsWith('image/')) return '';
  if (mime.includes('presentation')) return t('files.slides', { n: pages });
  return t(mime.includes('spreadsheet') ? 'files.sheets' : 'files.pages', { n: pages });
}

/** What people call a format; empty where they have no name for it. */
export function kindWords(mime: string): string {
  const [, kind = ''] = KINDS.find(([start]) => mime.startsWith(start)) ?? [];
  return kind;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const KINDS: readonly (readonly [start: string, name: string])[] = [
  ['application/pdf', 'PDF'],
  [`${OFFICE}word`, 'Word'],
  [`${OFFICE}presentation`, 'PowerPoint'],
  [`${OFFICE}spreadsheet`, 'Excel'],
  ['text/csv', 'CSV'],
  ['text/markdown', 'Markdown'],
  ['text/html', 'HTML'],
  ['text/', 'TXT'],
  ['image/jpeg', 'JPEG'],
  ['image/', 'IMG'],
];

/** Refusals of the file itself: sent, or read, again it would be refused again. */
const FINAL: readonly FailureCode[] = ['too_large', 'unsupported_type', 'invalid', 'not_found', 'content_refused'];
const FINAL_REASONS: readonly WireError['reason'][] = ['encrypted', 'no_text', 'bomb', 'too_long', 'legacy'];

/** Whether a file that was not taken may be taken if it is sent, or read, again. */
export function mayArrive({ failure, reason }: Pick<AttachedFile, 'failure' | 'reason'>): boolean {
  return (failure === null || !FINAL.includes(failure)) && !FINAL_REASONS.includes(reason);
}

const UNREADABLE = {
  encrypted: 'files.failure.encrypted',
  broken: 'files.failure.broken',
  no_text: 'files.failure.noText',
  too_slow: 'files.failure.tooSlow',
  too_heavy: 'files.failure.tooHeavy',
  bomb: 'files.failure.bomb',
  too_long: 'files.failure.tooLong',
  legacy: 'files.failure.legacy',
} as const satisfies Record<FileReason, MessageKey>;

const REFUSED = {
  too_large: 'files.failure.tooLarge',
  unsupported_type: 'files.failure.unsupported',
  unreadable: 'files.failure.unreadable',
  invalid: 'files.failure.invalid',
  not_found: 'files.failure.gone',
} as const satisfies Partial<Record<FailureCode, MessageKey>>;

/** Why a file was not taken, and the way out. */
export function fileFailure({ code, reason }: { code: FailureCode; reason?: WireError['reason'] }): string {
  const known = fileReasons.find((each) => each === reason);
  if (known && (code === 'unreadable' || code === 'unsupported_type')) return t(UNREADABLE[known]);
  return code in REFUSED ? t(REFUSED[code as keyof typeof REFUSED]) : failureWords({ code });
}
