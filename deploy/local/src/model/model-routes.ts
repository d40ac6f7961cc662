import * as v from 'valibot';
import { MessageSchema, parseBody, readMessage, renderPrompt, TemplateOptions, type Template } from './chat-request';
import { ApiError, readJson, sendJson, type Exchange } from './http';
import { splitTokens, tokenId } from './tokens';
import { ToolSpecs } from './tools';

/** The names the model answers to, and what fits into it, prompt and completion together. */
export interface ModelInfo extends Template {
  models: string[];
  /** Whether `/tokenize` takes messages only. */
  messagesOnly: boolean;
  /** Seconds since 1970. */
  created: number;
}

/** Refuses a name that is not served. Errors: ApiError 404. */
export function checkModel(info: ModelInfo, model: string): void {
  if (info.models.includes(model)) return;
  throw new ApiError(404, `The model \`${model}\` does not exist.`, 'NotFoundError', 'model');
}

/** `GET /v1/models`. */
export function listModels(exchange: Exchange, info: ModelInfo): void {
  const data = info.models.map((id) => ({
    id,
    object: 'model',
    created: info.created,
    owned_by: 'huati',
    root: id,
    parent: null,
    max_model_len: info.maxModelLen,
  }));
  sendJson(exchange, 200, { object: 'list', data });
}

const TokenizeSchema = v.looseObject({
  model: v.nullish(v.string()),
  prompt: v.optional(v.string()),
  messages: v.optional(v.array(MessageSchema)),
  add_generation_prompt: v.nullish(v.boolean(), true),
  continue_final_message: v.nullish(v.boolean(), false),
  chat_template_kwargs: TemplateOptions,
  tools: ToolSpecs,
});

/** `POST /tokenize`: counts a prompt or messages as usage does. Errors: ApiError 400, 404 and 413. */
export async function tokenize(exchange: Exchange, info: ModelInfo): Promise<void> {
  const request = parseBody(TokenizeSchema, await readJson(exchange));
  if (typeof request.model === 'string') checkModel(info, request.model);
  const tokens = findTokens(request, info).map(tokenId);
  sendJson(exchange, 200, { count: tokens.length, max_model_len: info.maxModelLen, tokens, token_strs: null });
}

function findTokens(request: v.InferOutput<typeof TokenizeSchema>, { uneven, messagesOnly }: ModelInfo): string[] {
  if (request.prompt !== undefined && !messagesOnly) return splitTokens(request.prompt);
  if (request.messages === undefined)
    throw new ApiError(400, 'Either `prompt` or `messages` is needed.', 'Bad Request');
  return renderPrompt(request.messages.map(readMessage), request, uneven);
}
