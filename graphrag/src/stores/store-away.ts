/** What the drivers of Neo4j and of Milvus (gRPC: DEADLINE_EXCEEDED, UNAVAILABLE) say where nobody answers. */
const AWAY: ReadonlySet<unknown> = new Set(['ServiceUnavailable', 'SessionExpired', 4, 14]);

/** Whether `error` says that a store cannot be reached: the same may go well later. */
export function isStoreAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && AWAY.has(error.code);
}
