import { createRankingEndpoint, Refused, type RankingSettings } from '@huati/ranking';
import * as v from 'valibot';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A form of answers, as a JSON schema. */
export interface AnswerForm {
  name: string;
  schema: object;
}

/** A model that answers in a given form. */
export interface ChatModel {
  /**
   * The text of the model's answer, which is meant to be JSON of that form. Throws Refused where the endpoint does not take this
   * request, and other errors where it is away.
   */
  ask(messages: readonly ChatMessage[], form: AnswerForm, signal: AbortSignal): Promise<string>;
}

const Completion = v.object({
  choices: v.looseTuple([v.object({ message: v.object({ content: v.nullish(v.string(), '') }) })]),
});

const ANSWER_MAX_TOKENS = 2_048;

/** A model behind an OpenAI-compatible endpoint. */
export function createChatModel(settings: RankingSettings): ChatModel {
  const { post } = createRankingEndpoint(settings);
  let takesForms = true;
  return {
    ask: async (messages, { name, schema }, signal) => {
      const body = { messages, temperature: 0, stream: false, max_tokens: ANSWER_MAX_TOKENS };
      const form = { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
      if (takesForms) {
        try {
          return textOf(await post('/chat/completions', { ...body, ...form }, signal));
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
      }
      // Some endpoints know no forms: what is asked for stands in words too.
      const text = textOf(await post('/chat/completions', body, signal));
      takesForms = false;
      return text;
    },
  };
}

/** What the model says, without what it thought. */
function textOf(answer: unknown): string {
  const [{ message }] = v.parse(Completion, answer).choices;
  return message.content.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
}

/** The JSON of a model's answer, also where it stands in a fence. Throws SyntaxError. */
export function jsonOf(text: string): unknown {
  const [, fenced] = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text) ?? [];
  return JSON.parse(fenced ?? text);
}
