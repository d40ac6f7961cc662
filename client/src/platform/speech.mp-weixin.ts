import type { Speech } from './speech';

/** Nothing is read aloud here: WeChat speaks only by a plugin that sends the text to its servers. */
export const speech: Speech | null = null;
