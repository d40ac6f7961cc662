import {
  isDiagram,
  LONGEST_SOURCE,
  WAITING_MS,
  type Drawing,
  type DrawRequest,
  type FrameMessage,
} from '@/platform/diagram-messages';

/**
 * The page that draws diagrams: in a frame without an origin, from where nothing leads to the page around it but the drawing.
 * Whatever a model wrote is worked on here alone.
 */
window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  const request = source === parent ? requestOf(data) : undefined;
  if (request) void answer(request);
});
/** Files that draw and could not be loaded; what asked for one may keep that to itself. */
let missed = 0;
window.addEventListener('vite:preloadError', () => (missed += 1));
tell({ ready: true });

async function answer(request: DrawRequest): Promise<void> {
  const { id } = request;
  const before = missed;
  const waits = setInterval(() => tell({ id, waiting: true }), WAITING_MS);
  try {
    tell({ id, ...(await draw(request)) });
  } catch {
    // What is wrong with it is of no use to whoever reads: they see the source.
    tell(missed > before ? { id, unreached: true } : { id, failed: true });
  } finally {
    clearInterval(waits);
  }
}

async function draw(request: DrawRequest): Promise<Drawing> {
  if (request.kind === 'mermaid') return (await import('./mermaid')).drawMermaid(request);
  return (await import('./charts')).drawChart(request);
}

function requestOf(data: unknown): DrawRequest | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, kind, source, dark, width } = data as Record<string, unknown>;
  if (typeof id !== 'number' || typeof width !== 'number' || typeof dark !== 'boolean') return undefined;
  if (typeof kind !== 'string' || !isDiagram(kind) || typeof source !== 'string') return undefined;
  return source.length <= LONGEST_SOURCE[kind] ? { id, kind, source, dark, width } : undefined;
}

/** This page has no origin, and need not know that of the page around it: only that one gets it, and it asked. */
function tell(message: FrameMessage): void {
  parent.postMessage(message, '*');
}
