import type { Incoming } from './incoming-files';

export type { Incoming } from './incoming-files';

/** Nothing is pasted or dropped here but text. */
export function onIncomingFiles(hostId: string, incoming: Incoming): () => void {
  void hostId;
  void incoming;
  return () => undefined;
}
