import * as v from 'valibot';

const Count = v.pipe(
  v.string(),
  v.regex(/^\d+$/, 'must be a whole number of 0 or more'),
  v.transform(Number),
  v.maxValue(10_000_000),
);
const Port = v.pipe(Count, v.maxValue(65_535));

const ModelEnvironment = v.object({
  DEMO_MODEL_PORT: v.optional(Port, '0'),
  DEMO_MODEL_NAME: v.optional(v.pipe(v.string(), v.minLength(1)), 'huati-demo'),
  DEMO_MODEL_MAX_LEN: v.optional(v.pipe(Count, v.minValue(1)), '10000'),
  DEMO_MODEL_VISION: v.optional(v.picklist(['0', '1']), '0'),
  DEMO_MODEL_TOKENS_PER_SECOND: v.optional(Count, '40'),
  DEMO_MODEL_FIRST_TOKEN_MS: v.optional(Count, '300'),
  DEMO_MODEL_CONTROL: v.optional(v.picklist(['0', '1']), '0'),
});

const WeChatEnvironment = v.object({
  DEMO_WECHAT_PORT: v.optional(Port, '0'),
  DEMO_WECHAT_APPID: v.optional(v.string()),
  DEMO_WECHAT_SECRET: v.optional(v.string()),
});

const GraphRagEnvironment = v.object({
  DEMO_RAG_PORT: v.optional(Port, '0'),
  DEMO_RAG_API_KEY: v.optional(v.string()),
});

/** How the demo model runs as a process of its own. */
export interface ModelConfig {
  /** 0 picks a free one. */
  port: number;
  name: string;
  /** Tokens of prompt and completion together. */
  maxModelLen: number;
  /** Whether it takes pictures, as a model that sees does; a script sees nothing. */
  vision: boolean;
  /** 0: as fast as the reader reads. */
  tokensPerSecond: number;
  firstTokenDelayMs: number;
  /** Whether plans can be made and requests read over HTTP; for tests only. */
  control: boolean;
}

/** Reads the process environment. Errors: one that names every variable that is wrong. */
export function readModelConfig(environment: NodeJS.ProcessEnv = process.env): ModelConfig {
  const values = checked('The demo model', ModelEnvironment, environment);
  return {
    port: values.DEMO_MODEL_PORT,
    name: values.DEMO_MODEL_NAME,
    maxModelLen: values.DEMO_MODEL_MAX_LEN,
    vision: values.DEMO_MODEL_VISION === '1',
    tokensPerSecond: values.DEMO_MODEL_TOKENS_PER_SECOND,
    firstTokenDelayMs: values.DEMO_MODEL_FIRST_TOKEN_MS,
    control: values.DEMO_MODEL_CONTROL === '1',
  };
}

/** How the scripted WeChat runs as a process of its own; what is left out is its own. */
export interface WeChatProcessConfig {
  /** 0 picks a free one. */
  port: number;
  appid?: string;
  secret?: string;
}

/** Reads the process environment. Errors: one that names every variable that is wrong. */
export function readWeChatConfig(environment: NodeJS.ProcessEnv = process.env): WeChatProcessConfig {
  const { DEMO_WECHAT_APPID: appid, ...values } = checked('The scripted WeChat', WeChatEnvironment, environment);
  const secret = values.DEMO_WECHAT_SECRET;
  return { port: values.DEMO_WECHAT_PORT, ...(appid && { appid }), ...(secret && { secret }) };
}

/** How the scripted GraphRAG service runs as a process of its own; what is left out is its own. */
export interface GraphRagProcessConfig {
  /** 0 picks a free one. */
  port: number;
  apiKey?: string;
}

/** Reads the process environment. Errors: one that names every variable that is wrong. */
export function readGraphRagConfig(environment: NodeJS.ProcessEnv = process.env): GraphRagProcessConfig {
  const values = checked('The scripted GraphRAG service', GraphRagEnvironment, environment);
  const apiKey = values.DEMO_RAG_API_KEY;
  return { port: values.DEMO_RAG_PORT, ...(apiKey && { apiKey }) };
}

function checked<T extends v.GenericSchema>(what: string, schema: T, environment: NodeJS.ProcessEnv) {
  const parsed = v.safeParse(schema, environment);
  if (parsed.success) return parsed.output;
  const faults = parsed.issues.map((issue) => `  ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new Error(`${what} cannot start:\n${faults.join('\n')}`);
}
