/** What can be drawn: by the word behind its fence. */
export type DiagramKind = 'mermaid' | 'echarts';

/** What the page asks of the frame that draws. */
export interface DrawRequest {
  id: number;
  kind: DiagramKind;
  source: string;
  dark: boolean;
  /** Room there is, CSS pixels. */
  width: number;
}

/** A drawing: an SVG with its size, CSS pixels. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

/**
 * What the frame says: that it is there, and what came of each request; `unreached`: what draws it did not come; `waiting`, every
 * `WAITING_MS`: it is still coming.
 */
export type FrameMessage =
  | { ready: true }
  | ({ id: number } & Drawing)
  | { id: number; failed: true }
  | { id: number; unreached: true }
  | { id: number; waiting: true };

/** So often a frame says that it waits; one that draws for long cannot; ms. */
export const WAITING_MS = 2_000;

/** The longest source that is drawn, UTF-16 units. */
export const LONGEST_SOURCE: Record<DiagramKind, number> = { mermaid: 20_000, echarts: 60_000 };
/** The longest SVG that is taken, UTF-16 units. */
const LONGEST_SVG = 1_500_000;
/** The longest side that is believed, CSS pixels. */
const LONGEST_SIDE = 20_000;

/** Whether a fence of this language is drawn. */
export const isDiagram = (language: string): language is DiagramKind =>
  language === 'mermaid' || language === 'echarts';

/** What came from the frame, where it is a message of it; anything else is none. */
export function frameMessage(data: unknown): FrameMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { ready, id, failed, unreached, waiting, svg, width, height } = data as Record<string, unknown>;
  if (ready === true) return { ready };
  if (typeof id !== 'number') return undefined;
  if (failed === true) return { id, failed };
  if (unreached === true) return { id, unreached };
  if (waiting === true) return { id, waiting };
  if (typeof svg !== 'string' || svg.length > LONGEST_SVG || !svg.startsWith('<svg')) return undefined;
  return isSide(width) && isSide(height) ? { id, svg, width, height } : undefined;
}

const isSide = (value: unknown): value is number => typeof value === 'number' && value >= 1 && value <= LONGEST_SIDE;
