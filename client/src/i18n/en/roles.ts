import type { SameKeys } from '../messages';
import type { roles as chinese } from '../zh-CN/roles';

export const roles: SameKeys<typeof chinese> = {
  'setup.open': 'Topic settings',
  'setup.title': 'Topic settings',
  'setup.pickRole': 'Pick a role',
  'setup.replaced': 'Now the prompt of “{name}”',
  'setup.prompt': 'System prompt',
  'setup.promptHint': 'Who the model is and how it should answer. Empty: as usual.',
  'setup.thinking': 'Think before answering',
  'setup.usual': 'As usual',
  'setup.thinkingNote': 'For models that can think, such as Qwen3. This topic only.',
  'setup.clear': 'Clear',
  'roles.title': 'Roles',
  'roles.failed': 'The roles could not be read',
  'roles.new': 'New role',
  'roles.editTitle': 'Edit role',
  'roles.edit': 'Edit role: {name}',
  'roles.delete': 'Delete role: {name}',
  'roles.deleted': 'Role “{name}” deleted',
  'roles.back': 'Back',
  'roles.use': 'Use',
  'roles.name': 'Name',
  'roles.description': 'In a few words',
  'roles.prompt': 'Prompt',
  'roles.exampleName': 'language',
  'roles.promptHint': 'You are …',
  'roles.places': 'Asked for when used: {names}',
  'roles.placesHint':
    'Write what is to be filled in between double braces, as {example}: it is asked for when the role is used.',
};
