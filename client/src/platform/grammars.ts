import { hljs } from '@/markdown/grammars';

/** What colours code; null as long as it is not there. */
export const grammars = (): typeof hljs | null => hljs;
