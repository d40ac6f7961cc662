import type { SetsFormulas } from '@/markdown/native/formulas';

/** Browsers set formulas by themselves. */
export function provideFormulas(sets: SetsFormulas): void {
  void sets;
}
