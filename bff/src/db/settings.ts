import type { Topic, TopicSettings } from '@huati/shared';
import type { TopicRow } from './schema';

type Columns = Pick<TopicRow, 'system_prompt' | 'model' | 'retrieval' | 'thinking'>;

/** A topic's settings as its columns; what is left out goes back to the deployment's own. */
export function settingColumns({ systemPrompt, model, retrieval, thinking }: TopicSettings): Columns {
  return {
    system_prompt: systemPrompt ?? null,
    model: model ?? null,
    retrieval: retrieval ?? null,
    thinking: thinking === undefined || thinking === null ? null : thinking ? 'on' : 'off',
  };
}

/** Only the columns of settings that `patch` names. */
export function changedSettings(patch: TopicSettings): Partial<Columns> {
  const columns = settingColumns(patch);
  return {
    ...(patch.systemPrompt !== undefined && { system_prompt: columns.system_prompt }),
    ...(patch.model !== undefined && { model: columns.model }),
    ...(patch.retrieval !== undefined && { retrieval: columns.retrieval }),
    ...(patch.thinking !== undefined && { thinking: columns.thinking }),
  };
}

type Settings = Pick<Topic, 'systemPrompt' | 'model' | 'retrieval' | 'thinking'>;

/** The settings that the columns hold; one that is the deployment's own is left out. */
export function settingsOf({ system_prompt: systemPrompt, model, retrieval, thinking }: Columns): Settings {
  return {
    ...(systemPrompt !== null && { systemPrompt }),
    ...(model !== null && { model }),
    ...(retrieval !== null && { retrieval }),
    ...(thinking !== null && { thinking: thinking === 'on' }),
  };
}
