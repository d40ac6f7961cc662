import { sourceWords } from '@/features/evidence';
import { t } from '@/i18n';
import { plainBlock } from '@/markdown/native/plain';
import { isGenerated, type Exported, type ExportedMessage } from './content';
import { localDay } from '@/i18n/day';
import { aigcOf, labelWords } from './label';
import { parsed } from './parsed';

/** What is exported as plain text: without signs of Markdown, and with its label at both ends. */
export function toText(exported: Exported): string {
  const label = labelWords(isGenerated(exported));
  const head = [exported.title || t('share.untitled'), `${localDay(exported.createdAt)} · ${label}`].join('\n');
  const parts = exported.messages.map((message) => (message.question ? questionOf(message) : answerOf(message)));
  const aigc = aigcOf(exported);
  const end = aigc === null ? label : `${label}\nAIGC: ${aigc}`;
  return `${[head, ...parts, end].join('\n\n')}\n`;
}

function questionOf({ text, files }: ExportedMessage): string {
  const names = files.length > 0 ? `\n${t('exports.attached', { names: files.join('、') })}` : '';
  return `【${t('exports.question')}】\n${text}${names}`;
}

function answerOf(message: ExportedMessage): string {
  const author = t(message.stored ? 'chat.storedLabel' : 'chat.aiLabel');
  const sources = message.cited.map(sourceWords).join('\n');
  const body = parsed(message).map(plainBlock).join('\n\n');
  return `【${t('exports.answer')} · ${author}】\n${body}${sources === '' ? '' : `\n\n${sources}`}`;
}
