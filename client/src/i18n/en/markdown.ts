import type { SameKeys } from '../messages';
import type { markdown as chinese } from '../zh-CN/markdown';

export const markdown: SameKeys<typeof chinese> = {
  'markdown.copy': 'Copy',
  'markdown.copyCode': 'Copy code',
  'markdown.copied': 'Copied',
  'markdown.linkCopied': 'Link copied; open it in a browser',
  'markdown.showImage': 'Show picture from {host}',
  'markdown.showNamedImage': 'Show picture “{name}” from {host}',
  'markdown.copyFailed': 'Could not copy; select the text instead',
  'markdown.code': 'Code',
  'markdown.table': 'Table, scrolls sideways',
};
