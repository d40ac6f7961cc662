import { clip, RETRIEVE_QUERY_MAX, type ToolStep } from '@huati/shared';
import * as v from 'valibot';
import type { MessageRow } from '../../../db/schema';
import type { Logger } from '../../../logger';
import type { ToolCall, ToolSpec } from '../../../upstreams/model/model';
import { clipToEstimate } from '../../../upstreams/model/tokens/estimate';
import type { Given } from '../../evidence/given';
import type { ToKnow } from '../../retrieval/knowing';
import { calculate } from './calculator';
import { search, type SearchParts } from './search';
import type { Toolbox, ToolName } from './toolbox';

/** What of a step is kept, in UTF-16 units. */
const INPUT_MAX = 500;
/** A name that a model made up is logged up to here. */
const NAME_MAX = 40;

const CALCULATOR: ToolSpec = {
  name: 'calculator',
  description:
    'Calculates exactly. Use it for every calculation of more than one step and for large numbers. It knows + - * / ^ %, ' +
    'parentheses, sqrt abs round floor ceil min max. Write numbers without thousands separators.',
  parameters: {
    type: 'object',
    properties: { expression: { type: 'string', description: 'such as round(12800 * 3.5%, 2)' } },
    required: ['expression'],
  },
};
const SEARCH: ToolSpec = {
  name: 'search',
  description:
    'Looks something up in the knowledge of this organisation: its documents and its graph of entities and relations. Use it where ' +
    'what you are given does not answer the question. Cite what it finds by the numbers in brackets.',
  parameters: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'a question that stands alone, with the full names it is about' },
    },
    required: ['query'],
  },
};
const Calculation = v.object({ expression: v.string() });
const Query = v.object({ query: v.pipe(v.string(), v.trim(), v.minLength(1)) });

/** Two numbers, or one with a sign or a word that has to do with reckoning. */
const NUMBERS = /\d[^\d]+\d/;
const RECKONING =
  /[+*/^%×÷＋＊％]|[加减乘除]|倍|平方|立方|百分|比例|占比|增长|平均|合计|总[共和计]|相差|差额|多少|几|\b(?:sum|total|average|mean|percent|percentage|times|plus|minus|divided|growth|difference|ratio|how (?:much|many))\b/i;

/** The answer that tools are for. */
export interface ToolsFor {
  question: Pick<MessageRow, 'id' | 'text' | 'user_id'>;
  /** How it looks things up; undefined: not at all. */
  search: Pick<ToKnow, 'mode'> | undefined;
  /** What it is given so far. */
  given: Given | undefined;
  /** Stores and tells what it is given from now on. */
  tell(given: Given): Promise<void>;
}

/** The tools that make sense for an answer; undefined: none. */
export type Tools = (answer: ToolsFor) => Toolbox | undefined;

/** `searching`: undefined where there is nothing to look things up in. */
export function createTools(searching: SearchParts | undefined, logger: Logger): Tools {
  return (answer) => {
    const specs = [
      ...(wantsReckoning(answer.question.text) ? [CALCULATOR] : []),
      ...(searching && answer.search ? [SEARCH] : []),
    ];
    return specs.length === 0 ? undefined : createToolbox(specs, answer, { searching, logger });
  };
}

/** Whether a question has numbers to calculate with. */
export function wantsReckoning(text: string): boolean {
  return /\d/.test(text) && (NUMBERS.test(text) || RECKONING.test(text));
}

function createToolbox(
  specs: readonly ToolSpec[],
  answer: ToolsFor,
  { searching, logger }: { searching: SearchParts | undefined; logger: Logger },
): Toolbox {
  const { question, tell } = answer;
  let given: Given = answer.given ?? { retrieval: 'off', files: [], sources: [] };

  const keep = async (next: Given, step: ToolStep): Promise<void> => {
    given = { ...next, steps: [...(next.steps ?? []), step] };
    await tell(given);
  };
  const calculated = async ({ expression }: v.InferOutput<typeof Calculation>): Promise<string> => {
    const { ok, text } = calculate(expression);
    // What came to nothing is between the model and the tool.
    if (ok) await keep(given, { tool: 'calculator', input: clip(expression.trim(), INPUT_MAX), output: text });
    return text;
  };
  const searched = async ({ query }: v.InferOutput<typeof Query>, tokens: number, signal: AbortSignal) => {
    if (!searching || !answer.search) return NO_TOOL;
    const ask = { ...answer.search, userId: question.user_id };
    const wanted = clip(query, RETRIEVE_QUERY_MAX);
    const found = await search(searching, wanted, { given, ask, id: question.id, tokens }, signal);
    if (signal.aborted) return '';
    await keep(found.given, { tool: 'search', input: clip(wanted, INPUT_MAX), output: found.told });
    return found.text;
  };
  const toolOf = ({ name }: Pick<ToolCall, 'name'>): ToolName | undefined =>
    specs.some((spec) => spec.name === name) ? (name as ToolName) : undefined;
  const used = async (call: ToolCall, tokens: number, signal: AbortSignal): Promise<string> => {
    const tool = toolOf(call);
    if (tool === 'calculator') {
      const asked = argumentsOf(Calculation, call);
      return asked ? calculated(asked) : wrongArguments(CALCULATOR);
    }
    if (tool === 'search') {
      const asked = argumentsOf(Query, call);
      return asked ? searched(asked, tokens, signal) : wrongArguments(SEARCH);
    }
    return NO_TOOL;
  };

  return {
    specs,
    toolOf,
    use: async (call, tokens, signal) => {
      try {
        return clipToEstimate(await used(call, tokens, signal), tokens);
      } catch (error) {
        logger.warn({ err: error, tool: call.name.slice(0, NAME_MAX) }, 'a tool failed: the answer goes on without');
        return 'The tool failed.';
      }
    },
  };
}

const NO_TOOL = 'There is no such tool.';

function wrongArguments({ name, parameters }: ToolSpec): string {
  return `The arguments of ${name} are a JSON object of this schema: ${JSON.stringify(parameters)}`;
}

function argumentsOf<S extends v.GenericSchema>(
  schema: S,
  { arguments: json }: ToolCall,
): v.InferOutput<S> | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(json));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
