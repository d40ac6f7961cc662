import { resolve } from 'node:path';
import { readEnvironment, setting } from '@huati/shared';
import * as v from 'valibot';

const { whole, fraction, onOff, httpUrl } = setting;

const Environment = v.object({
  GRAPHRAG_PORT: v.optional(whole(0, 65_535), '3100'),
  GRAPHRAG_HOST: v.optional(v.string(), '127.0.0.1'),
  GRAPHRAG_API_KEY: v.optional(v.string(), ''),
  GRAPHRAG_DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'must be a folder')), './data/graphrag'),
  GRAPHRAG_SCHEMA: v.optional(v.string()),
  GRAPHRAG_SAMPLE: v.optional(v.string()),
  GRAPHRAG_LLM_BASE_URL: v.optional(httpUrl),
  GRAPHRAG_LLM_API_KEY: v.optional(v.string(), ''),
  GRAPHRAG_LLM_MODEL: v.optional(v.string()),
  GRAPHRAG_LLM_LINKING: v.optional(onOff, 'off'),
  NEO4J_URL: v.optional(v.pipe(v.string(), v.regex(/^(?:neo4j|bolt)(?:\+s|\+ssc)?:\/\//, 'must be neo4j://host:7687'))),
  NEO4J_USER: v.optional(v.string(), 'neo4j'),
  NEO4J_PASSWORD: v.optional(v.string(), ''),
  NEO4J_DATABASE: v.optional(v.string()),
  MILVUS_URL: v.optional(v.string()),
  MILVUS_TOKEN: v.optional(v.string(), ''),
  MILVUS_COLLECTION: v.optional(v.pipe(v.string(), v.regex(/^\w+$/, 'must be letters, digits and _')), 'huati_chunks'),
  EMBED_BASE_URL: v.optional(httpUrl),
  EMBED_API_KEY: v.optional(v.string(), ''),
  EMBED_MODEL: v.optional(v.string()),
  EMBED_QUERY_INSTRUCTION: v.optional(v.string(), ''),
  RERANK_BASE_URL: v.optional(httpUrl),
  RERANK_API_KEY: v.optional(v.string(), ''),
  RERANK_MODEL: v.optional(v.string()),
  DIRECT_ANSWERS: v.optional(onOff, 'off'),
  DIRECT_THRESHOLD: v.optional(fraction, '0.9'),
  EXTRACT_THREADS: v.optional(whole(1, 64), '1'),
  EXTRACT_TIMEOUT_MS: v.optional(whole(1_000, 3_600_000), '120000'),
  EXTRACT_MEMORY_MB: v.optional(whole(64, 16_384), '512'),
  LOG_LEVEL: v.optional(setting.logLevel, 'info'),
});

/** An endpoint of a model; undefined where there is none. */
function endpointOf(baseUrl: string | undefined, apiKey: string, model: string | undefined) {
  return baseUrl === undefined ? undefined : { baseUrl, apiKey, model };
}

function toConfig(env: v.InferOutput<typeof Environment>) {
  return {
    port: env.GRAPHRAG_PORT,
    host: env.GRAPHRAG_HOST,
    /** Empty: whoever reaches the port may ask. */
    apiKey: env.GRAPHRAG_API_KEY,
    dataDir: resolve(env.GRAPHRAG_DATA_DIR),
    /** A file; undefined: that of the sample. */
    schema: env.GRAPHRAG_SCHEMA,
    /** A folder of sample knowledge that is taken in at the start where it is not there. */
    sample: env.GRAPHRAG_SAMPLE,
    /** What finds entities and relations in texts, and where `linking` is on also those of questions. */
    model: endpointOf(env.GRAPHRAG_LLM_BASE_URL, env.GRAPHRAG_LLM_API_KEY, env.GRAPHRAG_LLM_MODEL),
    linking: env.GRAPHRAG_LLM_LINKING,
    neo4j:
      env.NEO4J_URL === undefined
        ? undefined
        : { url: env.NEO4J_URL, user: env.NEO4J_USER, password: env.NEO4J_PASSWORD, database: env.NEO4J_DATABASE },
    milvus:
      env.MILVUS_URL === undefined
        ? undefined
        : { url: env.MILVUS_URL, token: env.MILVUS_TOKEN, collection: env.MILVUS_COLLECTION },
    embedding: endpointOf(env.EMBED_BASE_URL, env.EMBED_API_KEY, env.EMBED_MODEL),
    /** What stands before a question, never before a passage: bge wants such words. */
    queryInstruction: env.EMBED_QUERY_INSTRUCTION,
    reranking: endpointOf(env.RERANK_BASE_URL, env.RERANK_API_KEY, env.RERANK_MODEL),
    /** From which cosine on a stored answer is given; undefined: never. */
    directThreshold: env.DIRECT_ANSWERS ? env.DIRECT_THRESHOLD : undefined,
    extraction: {
      threads: env.EXTRACT_THREADS,
      timeoutMs: env.EXTRACT_TIMEOUT_MS,
      memoryMb: env.EXTRACT_MEMORY_MB,
    },
    logLevel: env.LOG_LEVEL,
  };
}

/** The configuration of the service. Times in ms. */
export type Config = ReturnType<typeof toConfig>;

/** Reads the configuration from `env`, this process's by default; a variable set to nothing is unset. Throws ConfigError. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  return toConfig(readEnvironment(Environment, env));
}

const CommandEnvironment = v.object({
  GRAPHRAG_URL: v.optional(httpUrl, 'http://127.0.0.1:3100'),
  GRAPHRAG_API_KEY: v.optional(v.string(), ''),
});

/** Where the command line finds the service, and its key. Throws ConfigError. */
export function readCommandConfig(env: Record<string, string | undefined> = process.env): {
  url: string;
  apiKey: string;
} {
  const { GRAPHRAG_URL, GRAPHRAG_API_KEY } = readEnvironment(CommandEnvironment, env);
  return { url: GRAPHRAG_URL, apiKey: GRAPHRAG_API_KEY };
}

export { ConfigError } from '@huati/shared';
