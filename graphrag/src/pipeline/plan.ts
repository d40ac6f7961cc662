import type { Entity } from '../domain';
import type { GraphSchema, RelationType } from '../schema';
import { type Cue, cuesIn } from './cues';

/**
 * How the graph is gone through; there are no others. `facts`: relations of one type. `chain`: several types one after the other.
 * `common`: the same of several entities. `between`: how entities are connected. `around`: all of an entity. `rank`: a graph
 * without a schema is not walked but ranked. `none`: no entity is named.
 */
export type TemplateId = 'facts' | 'chain' | 'common' | 'between' | 'around' | 'rank' | 'none';

export interface Step {
  type: string;
  direction: 'out' | 'in' | 'both';
}

/** An entity where walks begin, and the place of its name in the question; -1 where it is not named there. */
export interface Seed {
  entity: Entity;
  at: number;
  end: number;
}

/** `chains` are to be tried one after the other until one leads somewhere. */
export interface Plan {
  template: TemplateId;
  seeds: readonly Seed[];
  chains: readonly (readonly Step[])[];
  hops: number;
}

const CHAINS_MAX = 8;
/** What stands before the name of whoever receives. */
const RECEIVER = /[给向为对]\s*["'“‘「『《]?$/;
const CONNECTED = /关系|关联|联系|连接|相连|connect|relat|link/i;

export interface PlanAsked {
  question: string;
  seeds: readonly Seed[];
  /** Relations that the asker or a model names, as words or types. */
  relations: readonly string[];
  schema: GraphSchema;
  maxHops: number;
}

/** Chooses the template and its parameters by the schema's words alone. */
export function planOf({ question, seeds, relations, schema, maxHops }: PlanAsked): Plan {
  const base = { seeds, chains: [], hops: maxHops };
  if (schema.relations.length === 0) return { ...base, template: 'rank' };
  if (seeds.length === 0) return { ...base, template: 'none' };
  const places = seeds.map(({ at, end }) => [at, end] as const);
  const found = cuesIn(question, schema, places);
  const cues = found.length > 0 ? found : relations.flatMap((word) => cueOf(word, schema)).slice(0, 3);
  const isSeveral = new Set(seeds.map(({ at, entity }) => (at < 0 ? entity.id : at))).size > 1;
  if (isSeveral && (cues.length === 0 || CONNECTED.test(question))) return { ...base, template: 'between' };
  const chains = chainsOf(cues, { seeds, schema, maxHops, question });
  const [first] = chains;
  if (!first) return { ...base, template: 'around', hops: 1 };
  const template = isSeveral ? 'common' : first.length > 1 ? 'chain' : 'facts';
  return { template, seeds, chains, hops: first.length };
}

/** What a word names of the schema, without a place of its own in the question. */
function cueOf(word: string, schema: GraphSchema): Cue[] {
  const type = schema.relations.find((relation) => relation.type === word || relation.label_zh === word)?.type;
  return type === undefined ? cuesIn(word, schema, []).slice(0, 1) : [{ type, inverse: false, at: Infinity }];
}

interface Wanted {
  seeds: readonly Seed[];
  schema: GraphSchema;
  maxHops: number;
  question: string;
}

/** Every order and direction of the cues that the schema's types allow: those first that use most cues and fit the words best. */
function chainsOf(cues: readonly Cue[], { seeds, schema, maxHops, question }: Wanted): Step[][] {
  const seedAt = Math.min(...seeds.map(({ at }) => (at < 0 ? Infinity : at)));
  const isReceiver = RECEIVER.test(question.slice(0, Number.isFinite(seedAt) ? seedAt : 0));
  const types = new Set(seeds.map(({ entity }) => entity.type));
  const expected = [...cues.filter(({ at }) => at >= seedAt), ...cues.filter(({ at }) => at < seedAt).reverse()];
  const meant = new Map(cues.map((cue) => [cue, meantBy(cue, seedAt, isReceiver && cue === expected[0])]));
  const rated: { steps: Step[]; fit: number }[] = [];
  const extend = (steps: readonly Step[], used: readonly Cue[], ends: ReadonlySet<string>, fit: number): void => {
    if (steps.length > 0)
      rated.push({ steps: [...steps], fit: fit + 10 * steps.length + endFit(question, schema, ends) });
    if (steps.length === maxHops) return;
    for (const cue of cues) {
      const relation = schema.relations.find(({ type }) => type === cue.type);
      if (!relation || used.includes(cue)) continue;
      const inOrder = expected.indexOf(cue) === used.length ? 2 : 0;
      const last = used.at(-1);
      for (const { step, reached } of waysOf(relation, ends)) {
        // Two words for one thing, such as 总部 and 哪座城市, do not lead there and back.
        const isSaidTwice = last?.type === cue.type && meant.get(last) === meant.get(cue);
        if (isSaidTwice && step.direction !== steps.at(-1)?.direction) continue;
        const isMeant = step.direction === 'both' || step.direction === meant.get(cue);
        extend([...steps, step], [...used, cue], reached, fit + inOrder + (isMeant ? 3 : 0));
      }
    }
  };
  extend([], [], types, 0);
  rated.sort((a, b) => b.fit - a.fit);
  const seen = new Set<string>();
  const different = rated.filter(({ steps }) => {
    const key = JSON.stringify(steps);
    return !seen.has(key) && seen.add(key);
  });
  return different.slice(0, CHAINS_MAX).map(({ steps }) => steps);
}

/**
 * Behind the name, a word goes on from there: 砚池资本投资了谁. Before it, it leads there: 谁投资了砚池资本; and so it does behind a
 * name that receives: 向驭垄汽车供货的公司.
 */
function meantBy({ inverse, at }: Cue, seedAt: number, isReceiver: boolean): 'in' | 'out' {
  return inverse || isReceiver || at < seedAt ? 'in' : 'out';
}

/** The directions in which a relation can be gone from entities of `types`, and of what types it then reaches; '' is any type. */
function waysOf(relation: RelationType, types: ReadonlySet<string>): { step: Step; reached: Set<string> }[] {
  const { type, from, to, directed } = relation;
  const begins = (ends: readonly string[]) => types.has('') || ends.some((end) => types.has(end));
  if (!directed)
    return begins([...from, ...to]) ? [{ step: { type, direction: 'both' }, reached: new Set([...from, ...to]) }] : [];
  return [
    ...(begins(from) ? [{ step: { type, direction: 'out' as const }, reached: new Set(to) }] : []),
    ...(begins(to) ? [{ step: { type, direction: 'in' as const }, reached: new Set(from) }] : []),
  ];
}

/** A little more where the question names the kind of thing that a chain ends at. */
function endFit(question: string, { entities }: GraphSchema, ends: ReadonlySet<string>): number {
  return entities.some(({ type, label_zh: word }) => ends.has(type) && question.includes(word)) ? 1 : 0;
}
