/** The name of the field of metadata in which a content says that a model made it. */
export const AIGC = 'AIGC';

/**
 * What that field says, as JSON: the content was made by a model, and who had it made and passed it on. It names no person, and no
 * number by which the content could be found.
 */
export const AIGC_LABEL = JSON.stringify({
  Label: '1',
  ContentProducer: 'Huati',
  ProduceID: '',
  ReservedCode1: '',
  ContentPropagator: 'Huati',
  PropagateID: '',
  ReservedCode2: '',
});
