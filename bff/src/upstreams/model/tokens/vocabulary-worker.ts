import { parentPort } from 'node:worker_threads';
import type { Done, Numbered } from '../../../task-thread';
import { qwenTokenizer } from './qwen';

const tokenizer = qwenTokenizer(new URL('./qwen.txt.br', import.meta.url));

/** Counts texts away from the thread that streams answers: loading takes half a second, a long text tens of ms. */
parentPort?.on('message', ({ id, task: texts }: Numbered<string[]>) => {
  const result = texts.map((text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length);
  parentPort?.postMessage({ id, result } satisfies Done<number[]>);
});
