import { resolve } from 'node:path';
import { EXAMPLES_MAX, readEnvironment, setting } from '@huati/shared';
import * as v from 'valibot';

/** Answers of one user written at once by one process, where MAX_RUNNING_PER_USER does not say. */
const RUNNING_PER_USER = 4;

/** The room for an answer where LLM_MAX_OUTPUT_TOKENS does not say, in tokens; of a small window not more than half. */
const MAX_OUTPUT = 2000;

/** The largest file taken where UPLOAD_MAX_BYTES does not say. */
const UPLOAD_MAX = 50 * 1024 * 1024;

/** What all files of one user may take where UPLOAD_QUOTA_BYTES does not say. */
const UPLOAD_QUOTA = 2 * 1024 ** 3;

/** The part of the room for an answer that is left to it before history is cut, where LLM_MIN_OUTPUT_TOKENS does not say. */
const MIN_OUTPUT = 0.5;

const { whole, fraction, onOff, httpUrl } = setting;

/** Questions with `|` between them. */
const questions = v.pipe(
  v.string(),
  v.transform((text) =>
    text
      .split('|')
      .map((each) => each.trim())
      .filter(Boolean),
  ),
  v.maxLength(EXAMPLES_MAX.count, `must be ${EXAMPLES_MAX.count} questions at most`),
  v.everyItem(
    (each) => each.length <= EXAMPLES_MAX.units,
    `must be questions of ${EXAMPLES_MAX.units} characters at most`,
  ),
);

const databaseUrl = v.pipe(
  v.string(),
  v.check(
    (url) => (url.startsWith('mysql://') ? isMysql(url) : /^sqlite:./.test(url)),
    'must be mysql://user:password@host:3306/database or sqlite:PATH',
  ),
);

function isMysql(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.length > 1;
}

const redisUrl = v.pipe(
  v.string(),
  v.check((url) => /^rediss?:\/\//.test(url) && URL.canParse(url), 'must be redis://user:password@host:6379'),
);

const Environment = v.object({
  PORT: v.optional(whole(0, 65_535), '3000'),
  HOST: v.optional(v.string(), '0.0.0.0'),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'must be a folder')), './data'),
  DATABASE_URL: v.optional(databaseUrl),
  REDIS_URL: v.optional(redisUrl),
  CLIENT_DIR: v.optional(v.string()),
  LLM_BASE_URL: v.pipe(
    v.optional(v.string(), ''),
    v.nonEmpty('is not set: give the address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8000/v1'),
    httpUrl,
  ),
  LLM_API_KEY: v.optional(v.string(), ''),
  LLM_MODEL: v.optional(v.string()),
  LLM_MAX_MODEL_LEN: v.optional(whole(512, 10_000_000), '10000'),
  LLM_MAX_OUTPUT_TOKENS: v.optional(whole(1, 1_000_000)),
  LLM_MIN_OUTPUT_TOKENS: v.optional(whole(1, 1_000_000)),
  LLM_TOKENIZER: v.optional(
    v.picklist(['auto', 'endpoint', 'qwen', 'estimate'], 'must be auto, endpoint, qwen or estimate'),
    'auto',
  ),
  LLM_TITLES: v.optional(onOff, 'on'),
  LLM_SUGGESTIONS: v.optional(onOff, 'on'),
  LLM_SUMMARY: v.optional(onOff, 'on'),
  LLM_FIRST_TOKEN_TIMEOUT_MS: v.optional(whole(100, 3_600_000), '60000'),
  LLM_IDLE_TIMEOUT_MS: v.optional(whole(100, 3_600_000), '30000'),
  LLM_CONTINUE: v.optional(v.picklist(['auto', 'on', 'off'], 'must be auto, on or off'), 'auto'),
  JWT_SECRET: v.optional(v.pipe(v.string(), v.minLength(32, 'must have at least 32 characters'))),
  WECHAT_APPID: v.optional(v.pipe(v.string(), v.regex(/^\w+$/, 'must be the AppID of a mini-program, such as wx…'))),
  WECHAT_SECRET: v.optional(v.string()),
  WECHAT_BASE_URL: v.optional(httpUrl, 'https://api.weixin.qq.com'),
  WECHAT_CHECK_FAILURE: v.optional(v.picklist(['allow', 'refuse'], 'must be allow or refuse'), 'allow'),
  PUBLIC_URL: v.optional(httpUrl),
  UPLOAD_MAX_BYTES: v.optional(whole(1, 10 * UPLOAD_MAX), String(UPLOAD_MAX)),
  ASKS_PER_MINUTE: v.optional(whole(0, 1_000_000), '30'),
  MAX_RUNNING_ANSWERS: v.optional(whole(1, 100_000), '256'),
  MAX_RUNNING_PER_USER: v.optional(whole(1, 100_000)),
  MAX_QUEUED_ANSWERS: v.optional(whole(0, 1_000_000), '1000'),
  UPLOAD_QUOTA_BYTES: v.optional(whole(0, Number.MAX_SAFE_INTEGER), String(UPLOAD_QUOTA)),
  S3_ENDPOINT: v.optional(httpUrl),
  S3_REGION: v.optional(v.string(), 'us-east-1'),
  S3_BUCKET: v.optional(v.string()),
  S3_ACCESS_KEY_ID: v.optional(v.string(), ''),
  S3_SECRET_ACCESS_KEY: v.optional(v.string(), ''),
  EXTRACT_THREADS: v.optional(whole(1, 64), '2'),
  EXTRACT_TIMEOUT_MS: v.optional(whole(1_000, 3_600_000), '120000'),
  EXTRACT_MEMORY_MB: v.optional(whole(64, 16_384), '512'),
  LLM_VISION: v.optional(v.picklist(['auto', 'on', 'off'], 'must be auto, on or off'), 'auto'),
  EMBED_BASE_URL: v.optional(httpUrl),
  EMBED_API_KEY: v.optional(v.string(), ''),
  EMBED_MODEL: v.optional(v.string()),
  RERANK_BASE_URL: v.optional(httpUrl),
  RERANK_API_KEY: v.optional(v.string(), ''),
  RERANK_MODEL: v.optional(v.string()),
  RAG_URL: v.optional(httpUrl),
  RAG_KIND: v.optional(
    v.picklist(['native', 'lightrag', 'dify', 'none'], 'must be native, lightrag, dify or none'),
    'native',
  ),
  RAG_API_KEY: v.optional(v.string(), ''),
  RAG_TIMEOUT_MS: v.optional(whole(100, 60_000)),
  RAG_KNOWLEDGE_ID: v.optional(v.string(), ''),
  RAG_TOP_K: v.optional(whole(1, 100), '8'),
  RAG_REWRITE: v.optional(onOff, 'on'),
  RAG_HYDE: v.optional(onOff, 'off'),
  LLM_TOOLS: v.optional(v.picklist(['auto', 'on', 'off'], 'must be auto, on or off'), 'auto'),
  ANSWER_CACHE: v.optional(onOff, 'off'),
  ANSWER_CACHE_THRESHOLD: v.optional(fraction, '0.95'),
  EXAMPLE_QUESTIONS: v.optional(questions, ''),
  UPLOADS_PER_MINUTE: v.optional(whole(0, 1_000_000), '30'),
  REQUESTS_PER_MINUTE: v.optional(whole(0, 10_000_000), '3000'),
  CORS_ORIGINS: v.optional(v.string(), ''),
  TRUST_PROXY: v.optional(v.string(), ''),
  SHUTDOWN_GRACE_MS: v.optional(whole(0, 600_000), '5000'),
  LOG_LEVEL: v.optional(setting.logLevel, 'info'),
});

const Checked = v.pipe(
  Environment,
  v.forward(
    v.check(
      (env) => maxOutputOf(env) < env.LLM_MAX_MODEL_LEN,
      'must be below LLM_MAX_MODEL_LEN, or no room is left for the question',
    ),
    ['LLM_MAX_OUTPUT_TOKENS'],
  ),
  v.forward(
    v.check((env) => (env.LLM_MIN_OUTPUT_TOKENS ?? 1) <= maxOutputOf(env), 'must not be above LLM_MAX_OUTPUT_TOKENS'),
    ['LLM_MIN_OUTPUT_TOKENS'],
  ),
  v.forward(
    v.check(
      (env) => env.WECHAT_SECRET === undefined || env.WECHAT_APPID !== undefined,
      'is missing: WECHAT_SECRET alone is nothing',
    ),
    ['WECHAT_APPID'],
  ),
  v.forward(
    v.check(
      (env) => env.WECHAT_APPID === undefined || env.WECHAT_SECRET !== undefined,
      'is missing: WECHAT_APPID alone is nothing',
    ),
    ['WECHAT_SECRET'],
  ),
);

type Lengths = Pick<v.InferOutput<typeof Environment>, 'LLM_MAX_MODEL_LEN' | 'LLM_MAX_OUTPUT_TOKENS'>;

function maxOutputOf({ LLM_MAX_MODEL_LEN: window, LLM_MAX_OUTPUT_TOKENS: most }: Lengths): number {
  return most ?? Math.min(MAX_OUTPUT, Math.floor(window / 2));
}

/** Whoever may ask without a limit may also be answered so. */
function runningPerUser(asksPerMinute: number): number {
  return asksPerMinute === 0 ? Infinity : RUNNING_PER_USER;
}

type WeChatSettings = Pick<
  v.InferOutput<typeof Environment>,
  'WECHAT_APPID' | 'WECHAT_SECRET' | 'WECHAT_BASE_URL' | 'WECHAT_CHECK_FAILURE'
>;

/** Undefined where the deployment does without WeChat. */
function weChatOf({ WECHAT_APPID: appid, WECHAT_SECRET: secret, ...rest }: WeChatSettings) {
  if (appid === undefined || secret === undefined) return undefined;
  return {
    appid,
    secret,
    baseUrl: rest.WECHAT_BASE_URL,
    /**
     * What becomes of a text that WeChat could not check, for it was too slow, out of its daily quota, away, or the person
     * has not opened the mini-program for two hours: `allow` lets it pass, `refuse` answers `upstream_unavailable`.
     */
    checkFailure: rest.WECHAT_CHECK_FAILURE,
  };
}

type S3Settings = Pick<
  v.InferOutput<typeof Environment>,
  'S3_ENDPOINT' | 'S3_REGION' | 'S3_BUCKET' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

/** Undefined where files are kept in a folder. */
function s3Of({ S3_BUCKET: bucket, ...env }: S3Settings) {
  if (bucket === undefined) return undefined;
  return {
    bucket,
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
  };
}

/** An endpoint that ranks texts; undefined where there is none. */
function rankerOf(baseUrl: string | undefined, apiKey: string, model: string | undefined) {
  return baseUrl === undefined ? undefined : { baseUrl, apiKey, model };
}

/** How long a question waits for what is known, in ms; LightRAG asks models of its own on the way. */
const RAG_MS = 3_000;
const LIGHTRAG_MS = 10_000;

type RagSettings = Pick<
  v.InferOutput<typeof Environment>,
  | 'RAG_URL'
  | 'RAG_KIND'
  | 'RAG_API_KEY'
  | 'RAG_TIMEOUT_MS'
  | 'RAG_KNOWLEDGE_ID'
  | 'RAG_TOP_K'
  | 'RAG_REWRITE'
  | 'RAG_HYDE'
>;

/** Undefined where the deployment does without a GraphRAG service. */
function ragOf({ RAG_URL: baseUrl, RAG_KIND: kind, ...env }: RagSettings) {
  if (baseUrl === undefined || kind === 'none') return undefined;
  return {
    baseUrl,
    kind,
    apiKey: env.RAG_API_KEY,
    /** How long a question waits for it. */
    timeoutMs: env.RAG_TIMEOUT_MS ?? (kind === 'lightrag' ? LIGHTRAG_MS : RAG_MS),
    /** Which knowledge of a service that has several. */
    knowledgeId: env.RAG_KNOWLEDGE_ID,
    topK: env.RAG_TOP_K,
    /** Whether the model words questions anew that do not stand alone, and whether it writes what might be an answer. */
    rewrite: env.RAG_REWRITE,
    hyde: env.RAG_HYDE,
  };
}

/** The configuration of one BFF process. Times in ms, lengths in tokens; a limit of 0 means none. */
export type Config = ReturnType<typeof toConfig>;

function toConfig(env: v.InferOutput<typeof Checked>) {
  const dataDir = resolve(env.DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir,
    databaseUrl: env.DATABASE_URL ?? `sqlite:${dataDir}/huati.db`,
    redisUrl: env.REDIS_URL,
    clientDir: env.CLIENT_DIR === undefined ? undefined : resolve(env.CLIENT_DIR),
    model: {
      baseUrl: env.LLM_BASE_URL,
      apiKey: env.LLM_API_KEY,
      name: env.LLM_MODEL,
      maxModelLen: env.LLM_MAX_MODEL_LEN,
      maxOutputTokens: maxOutputOf(env),
      minOutputTokens: env.LLM_MIN_OUTPUT_TOKENS ?? Math.ceil(maxOutputOf(env) * MIN_OUTPUT),
      counting: env.LLM_TOKENIZER,
      firstTokenTimeoutMs: env.LLM_FIRST_TOKEN_TIMEOUT_MS,
      idleTimeoutMs: env.LLM_IDLE_TIMEOUT_MS,
      continues: env.LLM_CONTINUE,
      /** Whether it takes pictures; `auto` asks it once with a tiny one. */
      vision: env.LLM_VISION,
      /** Whether it calls functions; `auto` finds out with the first question. */
      tools: env.LLM_TOOLS,
    },
    /** What the model is asked for beside answers. */
    beside: { titles: env.LLM_TITLES, suggestions: env.LLM_SUGGESTIONS, summary: env.LLM_SUMMARY },
    jwtSecret: env.JWT_SECRET,
    wechat: weChatOf(env),
    /** What addresses of shares begin with; undefined: where the request came to. */
    publicUrl: env.PUBLIC_URL,
    uploads: { maxBytes: env.UPLOAD_MAX_BYTES, quotaBytes: env.UPLOAD_QUOTA_BYTES },
    /** Where files are kept; undefined: in a folder under `dataDir`. */
    s3: s3Of(env),
    /** What reading one file may take. */
    extraction: {
      threads: env.EXTRACT_THREADS,
      timeoutMs: env.EXTRACT_TIMEOUT_MS,
      memoryMb: env.EXTRACT_MEMORY_MB,
    },
    /** What ranks passages beside their words: OpenAI's shape of `/embeddings`, Cohere's of `/rerank`. */
    embedding: rankerOf(env.EMBED_BASE_URL, env.EMBED_API_KEY, env.EMBED_MODEL),
    reranking: rankerOf(env.RERANK_BASE_URL, env.RERANK_API_KEY, env.RERANK_MODEL),
    /** The separate service that knows what the organisation knows, and what its users send there. */
    rag: ragOf(env),
    /** From which cosine of questions on an earlier answer is given again; undefined: never. */
    answerCacheThreshold: env.ANSWER_CACHE ? env.ANSWER_CACHE_THRESHOLD : undefined,
    /** Questions that clients propose to begin with. */
    examples: env.EXAMPLE_QUESTIONS,
    limits: {
      asksPerMinute: env.ASKS_PER_MINUTE,
      uploadsPerMinute: env.UPLOADS_PER_MINUTE,
      requestsPerMinute: env.REQUESTS_PER_MINUTE,
      running: env.MAX_RUNNING_ANSWERS,
      runningPerUser: env.MAX_RUNNING_PER_USER ?? runningPerUser(env.ASKS_PER_MINUTE),
      queued: env.MAX_QUEUED_ANSWERS,
    },
    corsOrigins: env.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    trustProxy: env.TRUST_PROXY,
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    logLevel: env.LOG_LEVEL,
  };
}

/**
 * Reads the configuration from `env`, this process's by default. A variable set to nothing counts as unset.
 * Throws ConfigError, whose message lists every fault.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  return toConfig(readEnvironment(Checked, env));
}

export { ConfigError } from '@huati/shared';
