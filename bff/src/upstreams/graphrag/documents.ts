import { createHash } from 'node:crypto';
import { DocumentsAbout, DocumentState, type DocumentSent } from '@huati/shared';
import * as v from 'valibot';
import type { Config } from '../../config';
import { pause } from '../../pause';
import { deadline } from '../../within-time';
import { absent, createEndpoint, GraphRagError } from './endpoint';

export type GraphRagConfig = NonNullable<Config['rag']>;

/** How long a call may take, in ms. A document is large, and whoever takes it writes it down first. */
const ABOUT_MS = 2000;
/** How long somebody who cannot wait does so for its first word, in ms. */
const FIRST_MS = 200;
const CALL_MS = 10_000;
const PUT_MS = 40_000;
/** How long an answer to `GET /about` holds, and how long it holds that there was none, in ms. */
const ANSWER_HOLDS_MS = 60_000;
const SILENCE_HOLDS_MS = 5000;

/** The documents that a GraphRAG service keeps for users. All but `taken` and `takenLately` throw GraphRagError. */
export interface Documents {
  /** Whether the service takes documents. While it is away that is what it said last, else false. */
  taken(): Promise<boolean>;
  /** The same for who cannot wait: what the service said last, while it is asked anew. */
  takenLately(): Promise<boolean>;
  put(id: string, document: DocumentSent, signal: AbortSignal): Promise<void>;
  /** What has become of the document; undefined where the service has none of that id. */
  state(id: string, signal: AbortSignal): Promise<DocumentState | undefined>;
  /** Resolves where the service has it no more. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}

/** Who somebody is to the GraphRAG service: always the same, and nobody there learns the user's id. */
export function ownerOf(userId: string): string {
  return createHash('sha256').update(userId).digest('hex');
}

export function createDocuments(config: GraphRagConfig): Documents {
  const endpoint = createEndpoint(config);
  let said = { taken: false, until: 0 };
  let asking: Promise<void> | undefined;

  const askAgain = async (): Promise<void> => {
    try {
      const about = v.safeParse(DocumentsAbout, await endpoint.call('GET', '/about', deadline(ABOUT_MS)));
      said = { taken: about.success && about.output.documents, until: performance.now() + ANSWER_HOLDS_MS };
    } catch (error) {
      if (!(error instanceof GraphRagError)) throw error;
      said = { ...said, until: performance.now() + SILENCE_HOLDS_MS };
    }
  };
  const asked = async (): Promise<void> => {
    // The dialects of other services have no such calls.
    if (config.kind !== 'native' || performance.now() < said.until) return;
    asking ??= askAgain().finally(() => {
      asking = undefined;
    });
    await asking;
  };
  const within = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, deadline(ms)]);
  const path = (id: string) => `/documents/${encodeURIComponent(id)}`;

  return {
    taken: async () => {
      await asked();
      return said.taken;
    },

    takenLately: async () => {
      const word = asked();
      if (said.until === 0) await Promise.race([word, pause(FIRST_MS)]);
      return said.taken;
    },

    put: async (id, document, signal) => {
      const answer = await endpoint.call('PUT', path(id), within(signal, PUT_MS), document);
      if (answer === absent) throw new GraphRagError('the GraphRAG service knows no documents', 'rejected');
    },

    state: async (id, signal) => {
      const answer = await endpoint.call('GET', path(id), within(signal, CALL_MS));
      if (answer === absent) return undefined;
      const state = v.safeParse(DocumentState, answer);
      if (state.success) return state.output;
      throw new GraphRagError('the GraphRAG service told no state of a document', 'malformed');
    },

    remove: async (id, signal) => {
      await endpoint.call('DELETE', path(id), within(signal, CALL_MS));
    },
  };
}
