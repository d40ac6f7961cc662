import { operatorName } from '@/config';
import { t } from '@/i18n';
import { isGenerated, type Exported } from './content';

/** Who made it, as a text's own words say. */
export function labelWords(generated: boolean): string {
  return t(generated ? 'exports.label' : 'exports.labelStored');
}

/**
 * The implicit label that GB 45438-2025 wants in the metadata of files, as the value of the field `AIGC`. `Label` 1: it is generated.
 * Null where no model wrote any of it.
 */
export function aigcOf(exported: Exported): string | null {
  if (!isGenerated(exported)) return null;
  const answers = exported.messages.filter(({ question }) => !question);
  return JSON.stringify({
    Label: '1',
    ContentProducer: operatorName ?? 'Huati',
    ProduceID: answers[answers.length - 1]?.id ?? '',
    ReservedCode1: '',
    ContentPropagator: operatorName ?? 'Huati',
    PropagateID: answers[answers.length - 1]?.id ?? '',
    ReservedCode2: '',
  });
}
