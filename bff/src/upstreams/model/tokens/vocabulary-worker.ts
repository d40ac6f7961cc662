import { parentPort } from 'node:worker_threads';
import { qwenTokenizer } from './qwen';

/** Counts texts away from the thread that streams answers: loading takes half a second, a long text tens of ms. */
export interface CountTask {
  id: number;
  texts: string[];
}

export interface CountResult {
  id: number;
  counts: number[];
}

const tokenizer = qwenTokenizer(new URL('./qwen.txt.br', import.meta.url));

parentPort?.on('message', ({ id, texts }: CountTask) => {
  const counts = texts.map((text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length);
  parentPort?.postMessage({ id, counts } satisfies CountResult);
});
