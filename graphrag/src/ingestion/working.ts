import { attempted } from './attempts';
import type { DocumentsParts } from './documents';
import type { Work } from './queue';
import type { DocumentRecord } from './registry';
import type { Tying } from './tying';

/** Does what is to be done about a document: takes it in, or away, or what is left of it. `progress` hears how far it is. */
export function createWorking(
  parts: DocumentsParts,
  tying: Tying,
  progress: Map<string, number>,
): { work: Work; takeAway(document: DocumentRecord): Promise<void> } {
  const { registry, contents, knowledge, logger } = parts;
  const taken = async (document: DocumentRecord, signal: AbortSignal): Promise<Partial<DocumentRecord>> => {
    if (document.kind === 'triples') return parts.takeTriples(document, signal);
    return parts.takeIn(document, signal, (part) => progress.set(document.id, part));
  };
  const takeAway = async (document: DocumentRecord): Promise<void> => {
    await knowledge.removeDocument(document.id);
    await contents.remove(document);
    await registry.forget(document.id);
  };
  /** Takes away what there is of a document that was not taken in: half of one is not to be found. */
  const clear = async (document: DocumentRecord): Promise<void> => {
    await knowledge.removeDocument(document.id);
    await registry.set({ ...document, leaves: false });
  };
  const takeIn = async (document: DocumentRecord, signal: AbortSignal): Promise<void> => {
    const since = tying.now;
    const done = await attempted(document, () => taken(document, signal), signal, logger);
    if (done.status === 'failed') {
      // Rows that are there stay as they are until they can be tied to what they rest on now.
      if (document.ties === true) throw new Error('rows could not be tied to their evidence');
      const left = { ...done, leaves: true };
      await registry.set(left);
      tying.touch(document.id);
      await clear(left);
      return;
    }
    await registry.set({ ...done, ties: false });
    tying.took(document.id, done.evidence ?? [], since);
    if (done.kind !== 'triples') await contents.remove(done);
    tying.touch(document.id);
  };
  const work: Work = async (id, signal) => {
    const document = registry.get(id);
    if (document?.status === 'removing') await takeAway(document);
    else if (document?.leaves === true) await clear(document);
    else if (document?.status === 'processing') await takeIn(document, signal);
  };
  return { work, takeAway };
}
