/** The name of the field of metadata in which a content says that a model made it. */
export const AIGC = 'AIGC';

/**
 * What that field says by GB 45438-2025, as JSON: a model made the content, and who had it made and passed it on. `id` is by what it is
 * known there; it names no person.
 */
export function aigcLabel(id: string): string {
  return JSON.stringify({
    Label: '1',
    ContentProducer: 'Huati',
    ProduceID: id,
    ReservedCode1: '',
    ContentPropagator: 'Huati',
    PropagateID: id,
    ReservedCode2: '',
  });
}
