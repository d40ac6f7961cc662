import type { Speech } from './speech';

/** Nothing is read aloud here: uni's app has no voice without a plugin of its own. */
export const speech: Speech | null = null;
