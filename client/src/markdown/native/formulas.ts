import { FORMULA_MAX_UNITS, FORMULAS_MAX, type Formula, type FormulasReply } from '@huati/shared';
import { shallowReactive } from 'vue';

/** Sets formulas, in the order given; rejects where that cannot be done now. */
export type SetsFormulas = (formulas: Formula[]) => Promise<FormulasReply['items']>;

/** So long formulas are gathered before they are asked for, ms: an answer that is opened has all of its at once. */
const GATHER_MS = 60;
/** Between two tries where there is no connection, ms. */
const AGAIN_MS = 10_000;
/** So many are kept; of some 5 KB each. */
const KEPT = 400;

/** By what is to be set: its style as an element, or that it has none. */
const known = shallowReactive(new Map<string, string | null>());
const wanted = new Map<string, Formula>();
let sets: SetsFormulas | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says who sets formulas. Until then all are read as their source. */
export function provideFormulas(by: SetsFormulas): void {
  sets = by;
  if (wanted.size > 0) soon(0);
}

/**
 * How an element looks like a formula, as an inline style; null where it cannot be set, and undefined where that is not known yet:
 * whatever read it is drawn again then.
 */
export function styleOfFormula(formula: Formula): string | null | undefined {
  if (formula.tex.length > FORMULA_MAX_UNITS) return null;
  const key = keyOf(formula);
  const style = known.get(key);
  if (style === undefined && !wanted.has(key)) {
    wanted.set(key, formula);
    soon(GATHER_MS);
  }
  return style;
}

const keyOf = ({ tex, display }: Formula): string => (display ? 'd' : 'i') + tex;

function soon(ms: number): void {
  timer ??= setTimeout(() => void ask(), ms);
}

async function ask(): Promise<void> {
  timer = undefined;
  const asked = [...wanted].slice(0, FORMULAS_MAX);
  if (!sets || asked.length === 0) return;
  try {
    const items = await sets(asked.map(([, formula]) => formula));
    asked.forEach(([key], index) => settle(key, items[index]));
    if (wanted.size > 0) soon(items.some(isAway) ? AGAIN_MS : 0);
  } catch {
    // Without a connection, or too often: the source is read until then.
    soon(AGAIN_MS);
  }
}

const isAway = (item: FormulasReply['items'][number]): boolean => 'error' in item && item.error === 'unavailable';

function settle(key: string, item: FormulasReply['items'][number] | undefined): void {
  if (item && isAway(item)) return;
  wanted.delete(key);
  known.set(key, item && 'svg' in item ? styleOf(item) : null);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
}

/** As a mask, a formula has the colour of the text around it in both themes, and needs no other picture for the other. */
function styleOf({ svg, width, height, depth }: Extract<FormulasReply['items'][number], { svg: string }>): string {
  const picture = `url("data:image/svg+xml,${encoded(svg)}")`;
  return `width:${width}em;height:${height}em;vertical-align:${-depth}em;-webkit-mask-image:${picture};mask-image:${picture}`;
}

/** Only what a URL within quotes cannot have: as base64 it would be larger, and all of it encoded twice as large. */
function encoded(svg: string): string {
  return svg.replace(/"/g, "'").replace(/[%#<>\\\s]|[^\x20-\x7e]/gu, (sign) => encodeURIComponent(sign));
}
