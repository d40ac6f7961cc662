import type { GraphSchema, RelationType } from '../schema';

/** The words of a schema, however they are written: by type or by label. */
export interface Typed {
  /** Whether anything is declared: with nothing, all types are taken as they come. */
  declared: boolean;
  /** The type of an entity: `''` where nobody said, undefined where the schema has no such. */
  entityType(word: string): string | undefined;
  relation(word: string): RelationType | undefined;
  /** Whether the relation may go from one type to the other; of an unknown type nothing is asked. */
  fits(relation: RelationType, source: string, target: string): boolean;
}

export function createTyped({ entities, relations }: GraphSchema): Typed {
  const known = entities.map(wordsOf);
  const told = relations.map(wordsOf);
  const at = (lists: readonly string[][], word: string): number => {
    const plain = word.trim().toLowerCase();
    return lists.findIndex((words) => words.includes(plain));
  };
  return {
    declared: relations.length > 0,
    entityType: (word) => {
      if (word.trim() === '') return '';
      return entities.length === 0 ? word.trim() : entities[at(known, word)]?.type;
    },
    relation: (word) => {
      const found = relations[at(told, word)];
      if (found || relations.length > 0 || word.trim() === '') return found;
      const type = word.trim();
      return { type, label_zh: type, label_en: type, from: [], to: [], directed: true, cues: [], inverse_cues: [] };
    },
    fits: ({ from, to }, source, target) => isOne(from, source) && isOne(to, target),
  };
}

function wordsOf({ type, label_zh: zh, label_en: en }: { type: string; label_zh: string; label_en: string }): string[] {
  return [type, zh, en].map((word) => word.trim().toLowerCase());
}

function isOne(types: readonly string[], type: string): boolean {
  return type === '' || types.length === 0 || types.includes(type);
}
