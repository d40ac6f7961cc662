import { sourceWords } from '@/features/evidence';
import { t } from '@/i18n';
import { closed } from './closed';
import { isGenerated, type Exported, type ExportedMessage } from './content';
import { aigcOf, labelWords } from './label';

/** What is exported as Markdown; its label stands in the front matter, for programs, and in the text, for people. */
export function toMarkdown(exported: Exported): string {
  const label = labelWords(isGenerated(exported));
  const title = (exported.title || t('share.untitled')).replace(/\s+/g, ' ');
  const aigc = aigcOf(exported);
  const head = [
    '---',
    `title: ${JSON.stringify(title)}`,
    `date: ${exported.createdAt}`,
    `label: ${JSON.stringify(label)}`,
    // A string of JSON is one of YAML too.
    ...(aigc === null ? [] : [`AIGC: ${JSON.stringify(aigc)}`]),
    '---',
  ].join('\n');
  const parts = exported.messages.map((message) => (message.question ? questionOf(message) : answerOf(message)));
  return `${[head, `# ${escaped(title)}`, `> ${label}`, ...parts, '---', label].join('\n\n')}\n`;
}

/** As a quotation: what stands in it is no heading of this document. */
function questionOf({ text, files }: ExportedMessage): string {
  const quoted = text.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  const names = files.length > 0 ? ['>', `> ${t('exports.attached', { names: files.join('、') })}`] : [];
  return [`## ${t('exports.question')}`, '', ...quoted, ...names].join('\n');
}

function answerOf({ text, cited, stored }: ExportedMessage): string {
  const sources = cited.map((source) => `- ${escaped(sourceWords(source))}`);
  const author = t(stored ? 'chat.storedLabel' : 'chat.aiLabel');
  const list = sources.length > 0 ? [`**${t('exports.sources')}**`, sources.join('\n')] : [];
  return [`## ${t('exports.answer')}（${author}）`, closed(text), ...list].join('\n\n');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/g, '\\$&').replace(/\n/g, ' ');
}
