import type * as Library from './resumable-library';

/** Fetches what sends a file in parts; null where files leave in one go. A browser loads it with its first large file. */
export const loadResumable: (() => Promise<typeof Library>) | null = () => import('./resumable-library');
