import { shallowRef } from 'vue';
import type { hljs } from '@/markdown/grammars';

/** Between two tries where there is no connection, ms. */
const AGAIN_MS = 10_000;

type Grammars = typeof hljs;

const here = shallowRef<Grammars | null>(null);
let asked = false;

/** What colours code; null until its package is there, which is asked for where there is code. Whatever was drawn is drawn again. */
export function grammars(): Grammars | null {
  if (!asked) void load();
  return here.value;
}

async function load(): Promise<void> {
  asked = true;
  try {
    here.value = (await import('@/markdown/grammars')).hljs;
  } catch {
    // Without a connection code is read without colours until then.
    setTimeout(() => void load(), AGAIN_MS);
  }
}
