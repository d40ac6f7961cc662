/** The system's own word for why a fetch failed, such as `: ECONNREFUSED`; empty where it has none. */
export function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? `: ${cause.code}` : '';
}
