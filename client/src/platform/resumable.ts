import type * as Tus from 'tus-js-client';

/** Fetches what sends a file in parts; null where files leave in one go. A browser loads it with its first large file. */
export const loadResumable: (() => Promise<typeof Tus>) | null = () => import('tus-js-client');
