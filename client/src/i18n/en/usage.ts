import type { SameKeys } from '../messages';
import type { usage as chinese } from '../zh-CN/usage';

export const usage: SameKeys<typeof chinese> = {
  'chat.windowUsed': 'window {used} / {limit}',
  'chat.usage': 'Usage',
  'chat.usage.input': 'Tokens in',
  'chat.usage.output': 'Tokens out',
  'chat.usage.reasoning': 'Of these, thinking',
  'chat.usage.limit': 'The model’s window',
  'chat.usage.room': 'Room for the answer',
  'chat.usage.thought': 'Thought for',
  'chat.usage.none': 'The server gave no figures.',
  'chat.usage.dropped': 'The earliest turns did not fit and were not given to the model.',
  'chat.usage.summed': 'A summary stood for the earliest turns, which did not fit.',
  'chat.usage.estimate': 'The model’s vocabulary is not known: the window is filled by a cautious estimate.',
  'chat.seconds': '{n} s',
  'chat.memory.dropped': 'The model cannot see what is above',
  'chat.memory.summed': 'The model has a summary of what is above · Read it',
  'chat.memory.title': 'The model’s summary',
  'chat.memory.noSummary': 'There is no summary now.',
  'chat.memory.note': 'Made by the model, for what does not fit its window. The whole conversation is still here.',
};
