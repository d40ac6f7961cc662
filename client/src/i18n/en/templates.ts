import type { SameKeys } from '../messages';
import type { templates as zh } from '../zh-CN/templates';

export const templates: SameKeys<typeof zh> = {
  'templates.title': 'Question templates',
  'templates.new': 'New template',
  'templates.keep': 'Save as template',
  'templates.editTitle': 'Edit template',
  'templates.edit': 'Edit template: {name}',
  'templates.delete': 'Delete',
  'templates.deleted': 'Template “{name}” deleted',
  'templates.failed': 'The template could not be saved: {why}',
  'templates.name': 'Name',
  'templates.text': 'Text',
  'templates.exampleBlank': 'text',
  'templates.blankHint': 'Put what changes each time in braces, for example {example}.',
  'templates.nextBlank': 'Fill in next: {name}',
};
