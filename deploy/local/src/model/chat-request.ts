import * as v from 'valibot';
import { ApiError } from './http';
import { tokensOfPictures } from './seen';
import { countTokens, splitTokens } from './tokens';
import { ToolSpecs } from './tools';

const TextPart = v.looseObject({ type: v.literal('text'), text: v.string() });
const OtherPart = v.looseObject({ type: v.string() });

/** A message as it stands in a request. */
export const MessageSchema = v.looseObject({
  role: v.picklist(['system', 'developer', 'user', 'assistant', 'tool']),
  content: v.nullish(v.union([v.string(), v.array(v.union([TextPart, OtherPart]))])),
  tool_calls: v.nullish(v.array(v.unknown())),
});

/** What the chat template is told; as Qwen3's, this one knows whether to think. */
export const TemplateOptions = v.nullish(v.looseObject({ enable_thinking: v.nullish(v.boolean()) }));

const PositiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));

const ChatRequestSchema = v.looseObject({
  model: v.string(),
  messages: v.pipe(v.array(MessageSchema), v.minLength(1)),
  stream: v.nullish(v.boolean(), false),
  stream_options: v.nullish(v.looseObject({ include_usage: v.nullish(v.boolean(), false) })),
  max_tokens: v.nullish(PositiveInteger),
  max_completion_tokens: v.nullish(PositiveInteger),
  n: v.nullish(v.literal(1)),
  add_generation_prompt: v.nullish(v.boolean(), true),
  continue_final_message: v.nullish(v.boolean(), false),
  chat_template_kwargs: TemplateOptions,
  tools: ToolSpecs,
});

export type WireMessage = v.InferOutput<typeof MessageSchema>;
export type ChatRequest = v.InferOutput<typeof ChatRequestSchema>;

/** A message as the rest of the server reads it: its text parts are joined. `calls`: what it called, as JSON. */
export interface ChatMessage {
  role: WireMessage['role'];
  text: string;
  calls?: string;
}

/** What a completion has to do, checked against the limits. Counts are tokens. */
export interface ChatTask {
  request: ChatRequest;
  messages: ChatMessage[];
  /** What the answer begins with already; empty unless the request continues its last message. */
  written: string;
  promptTokens: number;
  maxTokens: number;
}

/** Checks `input` against `schema`. Errors: ApiError 400 naming the first wrong field. */
export function parseBody<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue);
  throw new ApiError(400, field === null ? issue.message : `${field}: ${issue.message}`, 'Bad Request', field);
}

/**
 * The window in tokens, whether the template adds more to some messages than to others, how many pictures it takes, and whether
 * functions.
 */
export interface Template {
  maxModelLen: number;
  tools: boolean;
  uneven: boolean;
  pictures: number;
}

/**
 * Reads a request for a completion, of at most `maxModelLen` tokens with its prompt.
 * Errors: ApiError 400 where it is malformed, contradicts itself or does not fit.
 */
export function readChatTask(input: unknown, { maxModelLen, uneven, pictures, tools }: Template): ChatTask {
  const request = parseBody(ChatRequestSchema, input);
  if (!tools && request.tools && request.tools.length > 0) throw new ApiError(400, NO_TOOLS);
  checkContinuation(request);
  const contents = request.messages.map(({ content }) => content);
  const seen = tokensOfPictures(contents, pictures);
  const messages = request.messages.map(readMessage);
  const promptTokens = renderPrompt(messages, request, uneven).length + seen;
  const asked = request.max_completion_tokens ?? request.max_tokens ?? undefined;
  checkLength(promptTokens, asked, maxModelLen);
  const continued = request.continue_final_message ? messages.pop() : undefined;
  return {
    request,
    messages,
    written: continued?.text ?? '',
    promptTokens,
    maxTokens: asked ?? maxModelLen - promptTokens,
  };
}

/** As vLLM says it where it was not started for them. */
const NO_TOOLS = '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set';

function checkContinuation(request: ChatRequest): void {
  if (!request.continue_final_message) return;
  if (request.add_generation_prompt) {
    throw new ApiError(400, 'Cannot set both `continue_final_message` and `add_generation_prompt` to True.');
  }
  if (request.messages.at(-1)?.role !== 'assistant') {
    throw new ApiError(400, '`continue_final_message` needs a last message of the role `assistant`.');
  }
}

function checkLength(prompt: number, asked: number | undefined, limit: number): void {
  if (prompt + (asked ?? 1) <= limit) return;
  const wanted = asked === undefined ? '' : ` and ${asked} tokens of completion were requested`;
  throw new ApiError(
    400,
    `This model's maximum context length is ${limit} tokens. However, the messages have ${prompt} tokens${wanted}.` +
      ' Please reduce the length of the messages or completion.',
  );
}

/** The text of a message from the wire; parts that are not text are left out. */
export function readMessage(message: WireMessage): ChatMessage {
  const { role, content, tool_calls: called } = message;
  const calls = called && called.length > 0 ? { calls: JSON.stringify(called) } : {};
  if (typeof content === 'string') return { role, text: content, ...calls };
  const parts = (content ?? []).map((part) => ('text' in part && typeof part.text === 'string' ? part.text : ''));
  return { role, text: parts.join(''), ...calls };
}

/**
 * The tokens of a prompt, in ChatML, where each mark is a token of its own. Without `continue_final_message` the last
 * message is closed, and with `add_generation_prompt` the assistant's turn is opened. `uneven`: a template that adds more to
 * some messages than to others.
 */
export function renderPrompt(
  messages: ChatMessage[],
  options: {
    add_generation_prompt?: boolean | null;
    continue_final_message?: boolean | null;
    chat_template_kwargs?: v.InferOutput<typeof TemplateOptions>;
    tools?: ToolSpecs;
  },
  uneven = false,
): string[] {
  const tokens: string[] = [];
  if (options.tools && options.tools.length > 0) tokens.push('<tools>', ...splitTokens(JSON.stringify(options.tools)));
  for (const [index, { role, text, calls }] of messages.entries()) {
    if (uneven && index % 3 === 2) tokens.push('<|turn|>');
    tokens.push('<|im_start|>', role, '\n');
    for (const token of splitTokens(text)) tokens.push(token);
    if (calls !== undefined) tokens.push('<tool_call>', ...splitTokens(calls));
    const open = options.continue_final_message === true && index === messages.length - 1;
    if (!open) tokens.push('<|im_end|>', '\n');
  }
  if (options.add_generation_prompt === true) tokens.push('<|im_start|>', 'assistant', '\n');
  // Without thinking the answer begins with thoughts that are empty.
  if (options.chat_template_kwargs?.enable_thinking === false) tokens.push('<think>', '\n\n', '</think>', '\n\n');
  return tokens;
}

/** Cuts `text` to at most `tokens` tokens; `spent` is how many it has then. */
export function cutToTokens(text: string, tokens: number): { text: string; spent: number; cut: boolean } {
  // Nothing has more tokens than UTF-16 units, so the usual case needs no splitting into an array to join again.
  if (text.length <= tokens) return { text, spent: countTokens(text), cut: false };
  const all = splitTokens(text);
  if (all.length <= tokens) return { text, spent: all.length, cut: false };
  return { text: all.slice(0, tokens).join(''), spent: tokens, cut: true };
}
