import { DocumentsAbout } from '@huati/shared';
import * as v from 'valibot';
import type { GraphRagConfig } from './documents';
import { createEndpoint } from './endpoint';
import { deadline } from '../../within-time';

/** How long the service may take to tell, and how long that holds, in ms: for so long an answer may rest on what is gone. */
const ABOUT_MS = 1_000;
const HOLDS_MS = 3_000;

/**
 * Tells which version of what is known for everybody a GraphRAG service has; `''` where there is none, or of a kind that does not
 * tell. Throws GraphRagError.
 */
export function createKnowledgeVersion(config: GraphRagConfig | undefined): () => Promise<string> {
  if (config?.kind !== 'native') return () => Promise.resolve('');
  const endpoint = createEndpoint(config);
  let said: { version: Promise<string>; until: number } | undefined;

  const ask = async (): Promise<string> => {
    const about = v.safeParse(DocumentsAbout, await endpoint.call('GET', '/about', deadline(ABOUT_MS)));
    return (about.success && about.output.version) || '';
  };
  return async () => {
    const now = performance.now();
    if (!said || now >= said.until) said = { version: ask(), until: now + HOLDS_MS };
    return said.version;
  };
}
