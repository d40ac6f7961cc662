import type { EntityFact, NameOfEntity, Viewer } from '../domain';

/** What a model takes for entities and relations of a question. Rejects where it does not answer. */
export type Extractor = (
  question: string,
  signal: AbortSignal,
) => Promise<{ entities: readonly string[]; relations: readonly string[] }>;

/** Words of a question that name an entity, from `start` to `end` in UTF-16 units of the question as it was given. */
export interface Link {
  surface: string;
  start: number;
  end: number;
  entityId: string;
  how: 'exact' | 'alias' | 'llm';
}

/** The names that these facts give. */
export function namesIn(entities: readonly EntityFact[]): NameOfEntity[] {
  return entities.flatMap(({ name, aliases, entityId, owner }) => [
    { name, entityId, owner, alias: false },
    ...aliases.map((alias) => ({ name: alias, entityId, owner, alias: true })),
  ]);
}

/** All names of the graph, to find them in questions. */
export class Linker {
  add(names: Iterable<NameOfEntity>): void {
    for (const name of names) void name;
  }

  /** Forgets all names for these; until they are all there, the earlier ones go on. */
  async reload(names: AsyncIterable<NameOfEntity>): Promise<void> {
    for await (const name of names) void name;
  }

  links(question: string, viewer: Viewer): Link[] {
    void question;
    void viewer;
    return [];
  }
}
