import { brushOf, cssFont, type Canvas, type CanvasSize, type Font } from './brush';
import { withTexts } from './png-text';

/** What one canvas may have, in its own pixels: Safari on a phone draws nothing beyond 16 megapixels, and says nothing of it. */
export const canvasLimits = { side: 16_000, area: 12_000_000 };

let ruler: CanvasRenderingContext2D | null = null;

/** What measures text, px; once it is ready. Rejects where there is no canvas. */
export function createRuler(): Promise<(text: string, font: Font) => number> {
  const context = (ruler ??= document.createElement('canvas').getContext('2d'));
  if (!context) return Promise.reject(new Error('no canvas'));
  return Promise.resolve((text, font) => {
    context.font = cssFont(font);
    return context.measureText(text).width;
  });
}

/** A canvas that nobody sees. Rejects where there is none. */
export function openCanvas({ width, height, scale }: CanvasSize): Promise<Canvas> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  // Drawn at once, piece by piece: else all of it is drawn at the end, in one long stop.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return Promise.reject(new Error('no canvas'));
  context.scale(scale, scale);
  return Promise.resolve({
    brush: brushOf(context),
    async finish(name, texts) {
      const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
      // Else the memory of several megapixels waits for the collector.
      canvas.width = canvas.height = 0;
      if (!made) throw new Error('the canvas gave no picture');
      const bytes = withTexts(new Uint8Array(await made.arrayBuffer()), texts);
      const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
      return { path: URL.createObjectURL(blob), name, blob };
    },
  });
}

/** How many pixels of the screen one px is. */
export function pixelRatio(): number {
  return window.devicePixelRatio;
}
