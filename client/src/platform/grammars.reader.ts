import { shallowRef } from 'vue';
import type { hljs } from '@/markdown/grammars';

type Grammars = typeof hljs;

const here = shallowRef<Grammars | null>(null);
let asked = false;

/** What colours code; null until it was loaded, which it is where there is code. Whatever was drawn without it is drawn again. */
export function grammars(): Grammars | null {
  if (!asked) void load();
  return here.value;
}

async function load(): Promise<void> {
  asked = true;
  try {
    here.value = (await import('@/markdown/grammars')).hljs;
  } catch {
    // Code is read without colours until some is drawn anew.
    asked = false;
  }
}
