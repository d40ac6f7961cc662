import {
  frameMessage,
  LONGEST_SOURCE,
  type DiagramKind,
  type DrawRequest,
  type FrameMessage,
} from './diagram-messages';

/** A drawing as a picture: its address carries all of it. */
export interface Drawn {
  src: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** Why there is none: `undrawable` is the source, `unreached` what draws it, for want of a network. */
export type NotDrawn = 'undrawable' | 'unreached';

const PAGE = '/diagrams/index.html';
/** How long the page that draws may take to be there, to say so once it is, to load what draws, and to draw one, ms. */
const LOAD_MS = 20_000;
const SAY_MS = 2_000;
const PARTS_MS = 60_000;
const DRAW_MS = 10_000;
/** How long that page is kept without work, ms. */
const IDLE_MS = 30_000;
/** How many drawings are kept. */
const KEPT = 24;
/** Widths are told apart in such steps, CSS pixels: each turn of a phone would otherwise draw anew. */
const STEP = 40;

class Unreached extends Error {}

const kept = new Map<string, Promise<Drawn | NotDrawn>>();
let last: Promise<unknown> = Promise.resolve();
let frame: HTMLIFrameElement | null = null;
let idle: ReturnType<typeof setTimeout> | undefined;
let ids = 0;

/**
 * Draws a diagram, one after the other, in a frame that has no origin and reaches nothing. What comes from it is shown as a picture
 * alone, in which nothing runs. What was not drawn in time, or for want of a network, is tried again with the next call.
 *
 * @param width room there is, CSS pixels
 */
export function drawDiagram(
  kind: DiagramKind,
  source: string,
  dark: boolean,
  width: number,
): Promise<Drawn | NotDrawn> {
  if (source.length > LONGEST_SOURCE[kind]) return Promise.resolve('undrawable');
  const room = kind === 'echarts' ? Math.max(1, Math.floor(width / STEP)) * STEP : 0;
  const key = [kind, dark, room, source].join('\n');
  const known = kept.get(key);
  if (known) return known;
  const drawing = last.then(() => drawNow({ kind, source, dark, width: room }));
  const drawn = drawing.catch((error: unknown): NotDrawn => {
    kept.delete(key);
    return error instanceof Unreached ? 'unreached' : 'undrawable';
  });
  last = drawn;
  kept.set(key, drawn);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return drawn;
}

/** Resolves once all that was asked for so far is drawn, or cannot be. */
export async function allDrawn(): Promise<void> {
  await last;
}

/** Rejects where it takes too long, with `Unreached` where the frame or what draws in it does not load. */
async function drawNow(what: Omit<DrawRequest, 'id'>): Promise<Drawn | NotDrawn> {
  clearTimeout(idle);
  ids += 1;
  const id = ids;
  try {
    const made = frame ?? (await load());
    const until = Date.now() + PARTS_MS;
    const mine = (message: FrameMessage): boolean => 'id' in message && message.id === id;
    const first = said(made, DRAW_MS, mine);
    made.contentWindow?.postMessage({ ...what, id } satisfies DrawRequest, '*');
    let message = await first;
    while ('waiting' in message && Date.now() < until) message = await said(made, DRAW_MS, mine);
    if ('unreached' in message || 'waiting' in message) throw new Unreached();
    if (!('svg' in message)) return 'undrawable';
    const { svg, width, height } = message;
    return { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, width, height };
  } catch (error) {
    // Whatever keeps it busy ends with it.
    remove();
    throw error;
  } finally {
    idle = setTimeout(remove, IDLE_MS);
  }
}

async function load(): Promise<HTMLIFrameElement> {
  const made = document.createElement('iframe');
  frame = made;
  // Scripts and nothing else: without `allow-same-origin` it is nobody's.
  made.setAttribute('sandbox', 'allow-scripts');
  made.setAttribute('aria-hidden', 'true');
  made.tabIndex = -1;
  made.referrerPolicy = 'no-referrer';
  // Not seen, but laid out: texts are measured in it. Out of the window, a browser would let it wait.
  Object.assign(made.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0' });
  Object.assign(made.style, { opacity: '0', pointerEvents: 'none', zIndex: '-1' });
  const ready = said(made, LOAD_MS, (message) => 'ready' in message);
  // A page that is there and says nothing is the browser's own: that nothing came.
  const silent = new Promise<never>((_resolve, reject) => {
    made.addEventListener('load', () => setTimeout(() => reject(new Unreached()), SAY_MS), { once: true });
  });
  made.src = PAGE;
  document.body.append(made);
  try {
    await Promise.race([ready, silent]);
  } catch {
    throw new Unreached();
  }
  return made;
}

/** The first message of the frame that `wanted` takes. Rejects after `ms`. */
function said(from: HTMLIFrameElement, ms: number, wanted: (message: FrameMessage) => boolean): Promise<FrameMessage> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener('message', heard);
    };
    const heard = ({ source, origin, data }: MessageEvent<unknown>): void => {
      const message = source === from.contentWindow && origin === 'null' ? frameMessage(data) : undefined;
      if (!message || !wanted(message)) return;
      end();
      resolve(message);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error('the frame that draws does not answer'));
    }, ms);
    window.addEventListener('message', heard);
  });
}

function remove(): void {
  frame?.remove();
  frame = null;
}
