import type { Sources } from './citations';

/** What marks may name where nobody taps them: sources by their titles. */
export function titlesOf(sources: readonly { n: number; title: string }[] = []): Sources {
  return new Map(sources.map(({ n, title }) => [n, title]));
}
