import type { EntityFact } from '../domain';
import type { Finder } from './found';
import type { Knowledge } from './knowledge';

/** Finds the entities that are known already by their main names, and no relations: what can be done without a model. */
export function createMentions({ linker, graph }: Pick<Knowledge, 'linker' | 'graph'>): Finder {
  return async ({ documentId, owner, text }) => {
    const viewer = { owner };
    const exact = linker.links(text, viewer).filter(({ how }) => how === 'exact');
    const ids = [...new Set(exact.map(({ entityId }) => entityId))];
    const known = ids.length === 0 ? [] : await graph.entities(ids, viewer);
    const entities: EntityFact[] = known.map(({ id, name }) => ({
      documentId,
      owner,
      entityId: id,
      name,
      type: '',
      aliases: [],
    }));
    return { facts: { entities, relations: [] }, dropped: {} };
  };
}
