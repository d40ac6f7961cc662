import * as v from 'valibot';
import { entityIdOf } from '../entity-id';
import { NAME_MAX } from './ids';
import { literalIn } from './quotes';
import { sentencesOf } from './sentences';
import type { Typed } from './typed';

/** What a model answers, its parts unchecked. */
export const Answered = v.object({ entities: v.array(v.unknown()), relations: v.array(v.unknown()) });
export type Answered = v.InferOutput<typeof Answered>;

const Entity = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NAME_MAX)),
  type: v.string(),
  aliases: v.optional(v.nullable(v.array(v.string()))),
});
const Relation = v.object({
  source: v.string(),
  type: v.string(),
  target: v.string(),
  quote: v.optional(v.string(), ''),
});

export interface CheckedEntity {
  name: string;
  type: string;
  aliases: string[];
}

export interface CheckedRelation {
  source: CheckedEntity;
  type: string;
  target: CheckedEntity;
  /** The chunk's own words. */
  quote: string;
}

export interface Checked {
  entities: CheckedEntity[];
  relations: CheckedRelation[];
  /** Why each of the others was not taken. */
  dropped: string[];
}

/** Takes of a model's answer what the schema has and the text says. */
export function checked({ entities, relations }: Answered, text: string, typed: Typed): Checked {
  const result: Checked = { entities: [], relations: [], dropped: [] };
  const whole = plain(text);
  const byName = new Map<string, CheckedEntity>();
  for (const given of entities) {
    const entity = entityOf(given, whole, typed);
    if (typeof entity === 'string') result.dropped.push(entity);
    else if (!byName.has(plain(entity.name))) {
      result.entities.push(entity);
      byName.set(plain(entity.name), entity);
    }
  }
  for (const entity of result.entities) {
    for (const alias of entity.aliases) if (!byName.has(plain(alias))) byName.set(plain(alias), entity);
  }
  for (const given of relations) {
    const relation = relationOf(given, text, typed, byName);
    if (typeof relation === 'string') result.dropped.push(relation);
    else result.relations.push(relation);
  }
  return result;
}

function entityOf(given: unknown, whole: string, typed: Typed): CheckedEntity | string {
  const parsed = v.safeParse(Entity, given);
  if (!parsed.success) return 'malformed';
  const { name, aliases } = parsed.output;
  const type = typed.entityType(parsed.output.type);
  if (type === undefined || type === '') return 'unknown_type';
  if (!isIn(whole, name)) return 'entity_not_in_text';
  const others = (aliases ?? []).map((alias) => alias.trim()).filter((alias) => alias.length <= NAME_MAX);
  return { name, type, aliases: others.filter((alias) => isIn(whole, alias) && plain(alias) !== plain(name)) };
}

function relationOf(
  given: unknown,
  text: string,
  typed: Typed,
  byName: ReadonlyMap<string, CheckedEntity>,
): CheckedRelation | string {
  const parsed = v.safeParse(Relation, given);
  if (!parsed.success) return 'malformed';
  const source = byName.get(plain(parsed.output.source));
  const target = byName.get(plain(parsed.output.target));
  const relation = typed.relation(parsed.output.type);
  if (!relation) return 'unknown_relation';
  if (!source || !target) return 'unknown_end';
  if (source === target) return 'one_entity';
  if (!typed.fits(relation, source.type, target.type)) return 'wrong_ends';
  const quote = literalIn(text, parsed.output.quote) ?? sentenceWith(text, source, target);
  if (quote === undefined) return 'quote_not_in_text';
  return { source, type: relation.type, target, quote };
}

/** The first sentence that names both. */
function sentenceWith(text: string, a: CheckedEntity, b: CheckedEntity): string | undefined {
  const names = (sentence: string, { name, aliases }: CheckedEntity): boolean =>
    [name, ...aliases].some((each) => isIn(plain(sentence), each));
  return sentencesOf(text)
    .find((sentence) => names(sentence, a) && names(sentence, b))
    ?.trim();
}

function isIn(whole: string, name: string): boolean {
  const wanted = plain(name);
  return wanted !== '' && whole.includes(wanted);
}

/** As names are compared, and without any white space: a line may end in a name. */
function plain(text: string): string {
  return entityIdOf(text).replaceAll(' ', '');
}
