import { createHash } from 'node:crypto';
import { createExtractor } from '@huati/extraction';
import { createRankingEndpoint, embed, type RankingEndpoint } from '@huati/ranking';
import { openAnswers, type Answers } from './answers/answers';
import { ConfigError, type Config } from './config';
import type { Owner } from './domain';
import type { About, AboutParts } from './http/about.routes';
import { openContents, type Contents } from './ingestion/contents';
import { createExtracting } from './ingestion/extracting';
import { createDocuments, type Documents } from './ingestion/documents';
import { createEvidence } from './ingestion/evidence';
import { createFilling } from './ingestion/filling';
import { createKnowledge, type Knowledge } from './ingestion/knowledge';
import { createMeanings } from './ingestion/meanings';
import { createMentions } from './ingestion/mentions';
import { openRegistry } from './ingestion/registry';
import { createTakingIn } from './ingestion/taking-in';
import { createTakingTriples } from './ingestion/triples';
import { createTyped } from './ingestion/typed';
import type { Logger } from './logger';
import { Linker } from './pipeline/link';
import type { Retriever } from './pipeline/retrieve';
import { createRetriever } from './pipeline/retriever';
import { TextIndex } from './pipeline/texts';
import { readSchema } from './read-schema';
import { takeSample } from './sample';
import type { GraphSchema } from './schema';
import { openStores } from './stores-of';
import { createChatModel, type ChatModel } from './upstreams/chat-model';
import { createQuestionWords } from './upstreams/question-words';

/** All of the service but its socket. */
export interface Service extends Omit<AboutParts, 'isClosing'> {
  retriever: Retriever;
  documents: Documents;
  contents: Contents;
  answers: Answers;
  /** Goes on with what was not finished, and takes the sample in. */
  begin(): void;
  settled(): Promise<void>;
  /** Ends what is being taken in. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** The way in which documents are divided: another one, and they are taken in again when they are sent again. */
const DIVIDING = 1;
/** How long the embedding model may take to tell how long its vectors are, in ms. */
const DIMENSION_MS = 10_000;

/** Opens everything by the configuration. Throws ConfigError, and what the stores throw that cannot be opened. */
export async function openService(config: Config, logger: Logger): Promise<Service> {
  const schema = await readSchema(config);
  const embedding = await embeddingOf(config);
  const stores = await openStores(
    config,
    embedding && { ...embedding, dimension: () => dimensionOf(embedding.endpoint) },
  );
  const opened: { close(): Promise<void> }[] = [stores.graph, stores.chunks];
  try {
    return await serviceOf(config, { schema, embedding, stores, opened }, logger);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

interface Opened {
  schema: GraphSchema;
  embedding: Embedding | undefined;
  stores: Awaited<ReturnType<typeof openStores>>;
  /** All that is to be closed, the last first. */
  opened: { close(): Promise<void> }[];
}

async function serviceOf(
  config: Config,
  { schema, embedding, stores, opened }: Opened,
  logger: Logger,
): Promise<Service> {
  const meanings = embedding && createMeanings(embedding.endpoint, logger);
  const knowledge = createKnowledge({ ...stores, linker: new Linker(), texts: new TextIndex() }, logger);
  await knowledge.load();
  const registry = await openRegistry(config.dataDir);
  opened.push(registry);
  const contents = await openContents(config.dataDir);
  // Before anything comes: what has just come would be nobody's.
  await contents.removeOthers(new Set(registry.all().map(({ version }) => version)));
  const comparing = meanings && { meanings, model: embedding.model, instruction: config.queryInstruction };
  const answers = await openAnswers(config.dataDir, comparing);
  opened.push(answers);
  const extractor = createExtractor(config.extraction);
  const mentions = createMentions(knowledge);
  const model = config.model && createChatModel(config.model);
  // Without a schema nobody could say what is to be found.
  const finder = model && schema.relations.length > 0 ? createExtracting({ model, schema, knowledge }) : undefined;
  const documents = createDocuments({
    registry,
    contents,
    knowledge,
    takeIn: createTakingIn({ knowledge, contents, extractor, meanings, finder, mentions, logger }),
    takeTriples: createTakingTriples({ knowledge, contents, registry, typed: createTyped(schema) }),
    recipe: recipeOf(config, schema, embedding?.model),
    logger,
  });
  const filling = meanings && createFilling({ knowledge, documents, answers, meanings, logger });
  let beginning: Promise<void> = Promise.resolve();
  let begun = false;
  const closing = new AbortController();

  const begin = async (): Promise<void> => {
    documents.begin();
    filling?.begin();
    if (config.sample !== undefined) {
      const { sample: folder, dataDir } = config;
      await takeSample({ folder, dataDir, documents, contents, answers, signal: closing.signal });
    }
    begun = true;
  };
  return {
    retriever: retrieverOf(config, { knowledge, documents, answers, schema, model, embedding: embedding?.endpoint }),
    documents,
    contents,
    answers,
    about: () => aboutOf(config, { knowledge, answers, documents, schema, model: embedding?.model }),
    probes: {
      graph: () => stores.graph.ping(),
      chunks: () => stores.chunks.ping(),
      beginning: () => (begun ? Promise.resolve() : Promise.reject(new Error('not yet'))),
    },
    begin: () => {
      beginning = begin().catch((error: unknown) => {
        if (closing.signal.aborted) return;
        begun = true;
        logger.error({ err: error }, 'what the service begins with was not taken in');
      });
    },
    settled: async () => {
      await beginning;
      await documents.idle();
      await knowledge.settled();
    },
    stop: async () => {
      closing.abort(new Error('the service is closing'));
      await documents.close();
    },
    close: async () => {
      await filling?.close();
      await beginning;
      await extractor.close();
      await knowledge.settled();
      await closeAll(opened);
    },
  };
}

/** Closes all of them, the last first, even where one cannot be closed; then throws what that one threw. */
async function closeAll(opened: readonly { close(): Promise<void> }[]): Promise<void> {
  const failed: unknown[] = [];
  for (const each of [...opened].reverse()) await each.close().catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}

interface Embedding {
  endpoint: RankingEndpoint;
  model: string;
}

/** The endpoint that tells meanings, and its model's name, without which nobody knows which vectors are its. */
async function embeddingOf({ embedding }: Config): Promise<Embedding | undefined> {
  if (!embedding) return undefined;
  const endpoint = createRankingEndpoint(embedding);
  try {
    return { endpoint, model: await endpoint.modelName() };
  } catch (error) {
    throw new ConfigError('EMBED_MODEL must be set: the endpoint of EMBED_BASE_URL does not tell its model', {
      cause: error,
    });
  }
}

async function dimensionOf(endpoint: RankingEndpoint): Promise<number> {
  const [vector = []] = await embed(endpoint, ['dimension'], AbortSignal.timeout(DIMENSION_MS));
  return vector.length;
}

function recipeOf({ model }: Config, schema: GraphSchema, embedding: string | undefined): string {
  const told = JSON.stringify([DIVIDING, schema, model?.baseUrl, model?.model, embedding]);
  return createHash('sha256').update(told).digest('hex').slice(0, 16);
}

interface RetrieverOf {
  knowledge: Knowledge;
  documents: Pick<Documents, 'get'>;
  answers: Answers;
  schema: GraphSchema;
  model: ChatModel | undefined;
  embedding: RankingEndpoint | undefined;
}

function retrieverOf(
  config: Config,
  { knowledge, documents, answers, schema, model, embedding }: RetrieverOf,
): Retriever {
  const { graph, chunks, linker, texts } = knowledge;
  const evidenceFor = (owner: Owner) => createEvidence(knowledge, (id) => documents.get(id), owner);
  const { directThreshold: threshold, reranking } = config;
  return createRetriever({
    graph,
    chunks,
    linker,
    texts,
    schema,
    embedding: embedding && { endpoint: embedding, instruction: config.queryInstruction },
    reranking: reranking && createRankingEndpoint(reranking),
    extractor: model && config.linking ? createQuestionWords(model) : undefined,
    direct: threshold === undefined ? undefined : { answers, threshold, evidenceFor },
  });
}

interface AboutOf {
  knowledge: Knowledge;
  answers: Answers;
  documents: Documents;
  schema: GraphSchema;
  model: string | undefined;
}

async function aboutOf(config: Config, { knowledge, answers, documents, schema, model }: AboutOf): Promise<About> {
  const { graph, chunks } = knowledge;
  const warnings = [
    ...(config.embedding ? [] : ['no_embedding: found by words and by the graph alone']),
    ...(config.model ? [] : ['no_model: in documents only known names are found, and no relations']),
    ...(schema.relations.length > 0 ? [] : ['no_schema: relations are of any type, and none are found in documents']),
  ];
  return {
    documents: true,
    version: versionOf(documents, answers),
    ...(await graph.counts()),
    chunks: documents.chunks,
    answers: answers.all().length,
    processing: documents.pending,
    stores: { graph: graph.kind, chunks: chunks.kind },
    embedding: model ?? null,
    reranking: config.reranking !== undefined,
    model: config.model ? (config.model.model ?? 'by the endpoint') : null,
    direct_threshold: config.directThreshold ?? null,
    warnings,
  };
}

/** By the organisation's documents as they are by now, and by its stored answers. */
function versionOf(documents: Documents, answers: Answers): string {
  const hash = createHash('sha256');
  for (const { id, version, status, counts } of documents.of(''))
    hash.update(JSON.stringify([id, version, status, counts]));
  for (const { id, answer } of answers.all()) hash.update(JSON.stringify([id, answer]));
  return hash.digest('hex').slice(0, 16);
}
