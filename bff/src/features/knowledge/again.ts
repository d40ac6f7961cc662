/** How soon something is done about knowledge, in ms. */
export interface KnowledgePace {
  /** How often it is looked for what others left to do. */
  lookMs: number;
  /** The first pause before something is tried again; each next one is twice as long. */
  againMs: number;
  /** How often the service is asked about what it processes, at first. */
  askMs: number;
}

export const KNOWLEDGE_PACE: KnowledgePace = { lookMs: 2000, againMs: 1000, askMs: 1000 };

/** The longest pause before sending and asking again, and before deleting again, in ms. */
const SEND_MOST_MS = 10 * 60_000;
const DELETE_MOST_MS = 3600_000;
const DOUBLINGS_MOST = 20;
/** How often the service is asked about what takes long, in ms. */
const POLL_MOST_MS = 60_000;
/** The part of the time a document has taken so far after which it is asked about again. */
const POLL_PART = 0.2;

/** How long to wait after the `tries`th failure in a row, in ms. */
export function againIn({ againMs }: KnowledgePace, status: string, tries: number): number {
  const most = status === 'deleting' ? DELETE_MOST_MS : SEND_MOST_MS;
  return Math.min(most, againMs * 2 ** Math.min(tries, DOUBLINGS_MOST));
}

/** How long to wait before asking about a document that was sent `tookMs` ago, in ms. */
export function askIn({ askMs }: KnowledgePace, tookMs: number): number {
  return Math.min(POLL_MOST_MS, Math.max(askMs, tookMs * POLL_PART));
}
