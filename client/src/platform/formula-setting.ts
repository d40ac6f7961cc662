import katex from 'katex';
import styles from './formula-styles.scss?inline';
import { addStyles } from './late-styles';

/** A longer one is left as it was written, UTF-16 units: to set it takes too long on a phone. */
const LONGEST = 4_000;
/** How many macros one may expand to; real ones need a few dozen. */
const MOST_EXPANSIONS = 500;
/** The largest rule or space, em: what is larger covers the page. */
const LARGEST_EM = 20;
/** How many that were set are kept. */
const KEPT = 300;

const kept = new Map<string, HTMLElement | null>();

/**
 * A formula, set. The same formula is set once; a node that is in no document any more is given again, so that what is drawn anew
 * does not blink.
 *
 * @param tex     TeX as KaTeX knows it; nothing in it can lead away or load anything
 * @param display it stands in a line of its own
 * @returns null where it cannot be set
 */
export function formulaOf(tex: string, display: boolean): HTMLElement | null {
  const key = `${display ? 'd' : 'i'}${tex}`;
  const known = kept.get(key);
  const made = known === undefined ? set(tex, display) : known;
  kept.delete(key);
  kept.set(key, made);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  if (!made?.isConnected) return made;
  const copy = made.cloneNode(true);
  return copy instanceof HTMLElement ? copy : null;
}

function set(tex: string, display: boolean): HTMLElement | null {
  if (tex.length > LONGEST) return null;
  addStyles(styles);
  const box = document.createElement('span');
  box.className = 'md-math-set';
  try {
    // Nodes, not HTML: their styles are set one by one, which the policy of a share's page allows.
    katex.render(tex, box, {
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: MOST_EXPANSIONS,
      maxSize: LARGEST_EM,
    });
    return box;
  } catch {
    // It is no TeX, or none that is known: people see what was written.
    return null;
  }
}
