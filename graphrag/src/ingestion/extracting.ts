import { Refused } from '@huati/ranking';
import * as v from 'valibot';
import type { Chunk, EntityFact, RelationFact } from '../domain';
import { entityIdOf } from '../entity-id';
import type { GraphSchema } from '../schema';
import { jsonOf, type ChatMessage, type ChatModel } from '../upstreams/chat-model';
import { Answered, checked, type CheckedEntity } from './checked';
import { formOf, promptOf } from './extraction-prompt';
import { counted, type Finder } from './found';
import { toRelation } from './ids';
import type { Knowledge } from './knowledge';
import { createTyped } from './typed';

/** So often a model is asked for one chunk, and so long it may take, in ms. */
const TRIES = 3;
const ASK_MS = 120_000;
/** How much of a wrong answer the model is shown again, in UTF-16 units. */
const SHOWN_MAX = 1_000;

interface ExtractingParts {
  model: ChatModel;
  schema: GraphSchema;
  knowledge: Pick<Knowledge, 'linker' | 'graph'>;
}

/**
 * Finds entities and relations by a model. What the schema does not have, and what the chunk does not say, is dropped; a model
 * that answers nothing of use, or takes no such request, finds nothing. Rejects where the model is away.
 */
export function createExtracting({ model, schema, knowledge }: ExtractingParts): Finder {
  const typed = createTyped(schema);
  const form = formOf(schema);

  const answered = async (chunk: Chunk, signal: AbortSignal): Promise<Answered | string> => {
    const messages: ChatMessage[] = promptOf(schema, chunk);
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      let text: string;
      try {
        text = await model.ask(messages, form, AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]));
      } catch (error) {
        if (error instanceof Refused) return 'model_refused';
        throw error;
      }
      const read = readAnswer(text);
      if (typeof read !== 'string') return read;
      messages.push({ role: 'assistant', content: text.slice(0, SHOWN_MAX) });
      messages.push({ role: 'user', content: `That cannot be read: ${read}. Answer with the JSON alone.` });
    }
    return 'no_answer';
  };

  return async (chunk, signal) => {
    const answer = await answered(chunk, signal);
    if (typeof answer === 'string') return { facts: { entities: [], relations: [] }, dropped: counted([answer]) };
    const { entities, relations, dropped } = checked(answer, chunk.text, typed);
    const facts = new Map<CheckedEntity, EntityFact>();
    for (const entity of entities) facts.set(entity, await knownAs(entity, chunk, knowledge));
    const { documentId, owner, id: chunkId } = chunk;
    const told = relations.flatMap(({ source, type, target, quote }): RelationFact[] => {
      const from = facts.get(source)?.entityId;
      const to = facts.get(target)?.entityId;
      if (from === undefined || to === undefined || from === to) return [];
      return [toRelation({ documentId, owner, source: from, type, target: to, chunkId, quote })];
    });
    const unique = [...new Map(told.map((fact) => [fact.id, fact])).values()];
    return { facts: { entities: [...facts.values()], relations: unique }, dropped: counted(dropped) };
  };
}

/** The answer, or what is wrong with it. */
function readAnswer(text: string): Answered | string {
  try {
    const answer = v.safeParse(Answered, jsonOf(text));
    if (answer.success) return answer.output;
    return `${v.getDotPath(answer.issues[0]) ?? 'it'}: ${answer.issues[0].message}`;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** The entity that the graph knows by this name already, where that is one of this type and no other; else one of its own. */
async function knownAs(
  { name, type, aliases }: CheckedEntity,
  { documentId, owner }: Chunk,
  { linker, graph }: Pick<Knowledge, 'linker' | 'graph'>,
): Promise<EntityFact> {
  const own = { documentId, owner, entityId: entityIdOf(name), name, type, aliases };
  const known = linker.meaningsOf(name, { owner });
  const [only] = known;
  if (only === undefined || known.length > 1 || only === own.entityId) return own;
  const [entity] = await graph.entities([only], { owner });
  if (!entity || (entity.type !== '' && entity.type !== type)) return own;
  return { ...own, entityId: entity.id, name: entity.name, aliases: [name, ...aliases] };
}
