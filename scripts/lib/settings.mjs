import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';
import { freePort, isFree } from './ports.mjs';
import { say, Told } from './say.mjs';

const DEFAULT_PORT = 3000;
const WARN = 40;
/** As pino counts them. @type {Record<string, number>} */
const LEVELS = { trace: 10, debug: 20, info: 30, warn: WARN, error: 50, fatal: 60, silent: Infinity };
/** Where the command line of the GraphRAG service looks for it. */
const KNOWLEDGE_PORT = 3100;

/** Reads `.env` at the root where there is one; what the environment says already wins. */
export function loadDotEnv() {
  const file = at('.env');
  if (!existsSync(file)) return;
  if (typeof process.loadEnvFile === 'function') process.loadEnvFile(file);
  else say(`  .env is not read: that needs Node 20.12 or newer, this is ${process.version}.`);
}

/**
 * @returns {{ port: number, demo: boolean, knowledge: boolean, from: number }} `demo` where no model is configured;
 *   `knowledge` where the GraphRAG service that comes with Huati is to be started: none is configured, nor is it unwanted;
 *   `from` is the lowest level of what is logged that is shown
 * Throws Told where PORT is not a port.
 */
export function readSettings() {
  const { PORT, LLM_BASE_URL, RAG_URL, RAG_KIND, LOG_LEVEL } = process.env;
  const port = PORT === undefined || PORT === '' ? DEFAULT_PORT : Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Told(`  PORT=${PORT} is not a port: give a number from 0 to 65535. PORT 应为 0–65535 的整数。`);
  }
  const knowledge = !RAG_URL && (RAG_KIND || 'native') === 'native';
  return { port, demo: !LLM_BASE_URL, knowledge, from: LEVELS[LOG_LEVEL || 'warn'] ?? WARN };
}

/**
 * What the GraphRAG service is started with, of what the environment leaves open: its data beside the server's, the sample, and
 * the person's own model to read documents with. Its port is chosen here, so that the server need not wait for it.
 *
 * @param {{ port: number, demo: boolean }} settings
 * @returns {Promise<Record<string, string | undefined> & { GRAPHRAG_PORT: string }>}
 */
export async function knowledgeSettings({ port, demo }) {
  const { DATA_DIR, GRAPHRAG_DATA_DIR, GRAPHRAG_PORT, GRAPHRAG_LLM_BASE_URL } = process.env;
  const own = GRAPHRAG_LLM_BASE_URL || demo ? {} : modelSettings();
  // Who has any port picked for the server, a test say, wants no port that others may want as well.
  const usual = port !== 0 && (await isFree(KNOWLEDGE_PORT)) ? KNOWLEDGE_PORT : await freePort();
  return {
    ...own,
    GRAPHRAG_PORT: GRAPHRAG_PORT || String(usual),
    GRAPHRAG_DATA_DIR: GRAPHRAG_DATA_DIR || join(DATA_DIR || at('data'), 'graphrag'),
    GRAPHRAG_SAMPLE: hasSample() ? process.env.GRAPHRAG_SAMPLE || at('graphrag', 'sample') : undefined,
  };
}

/** What the sample knows of, by the graph and by one document alone. */
const QUESTIONS = [
  '砚池资本投资的公司收购了谁？',
  '驭垄汽车的动力电池供应商有哪些投资方？',
  '砚池资本投资了启衡机器人吗？',
];

/**
 * What the server is told of a GraphRAG service that was started for it.
 *
 * @param {string} url
 * @returns {Record<string, string | undefined>}
 */
export function knowing(url) {
  const asked = process.env.EXAMPLE_QUESTIONS || (hasSample() ? QUESTIONS.join('|') : '');
  const key = process.env.RAG_API_KEY || process.env.GRAPHRAG_API_KEY;
  return { RAG_URL: url, RAG_KIND: 'native', RAG_API_KEY: key, EXAMPLE_QUESTIONS: asked };
}

/** Whether the sample is among what is known. */
export const hasSample = () => process.env.GRAPHRAG_SAMPLE !== 'off';

function modelSettings() {
  const { LLM_BASE_URL, LLM_API_KEY, LLM_MODEL } = process.env;
  return { GRAPHRAG_LLM_BASE_URL: LLM_BASE_URL, GRAPHRAG_LLM_API_KEY: LLM_API_KEY, GRAPHRAG_LLM_MODEL: LLM_MODEL };
}
