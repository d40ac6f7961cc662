import { nextTick } from 'vue';
import { brushOf, cssFont, type Canvas, type CanvasSize, type Context, type Font } from './brush';
import { CANVAS_ID, canvasPx, canvasScope } from './canvas-scope';
import { labelledFile } from './labelled-file';

/** Web views of Android phones of a few years ago draw no more. */
export const canvasLimits = { side: 4_096, area: 8_000_000 };

/** The view lays the canvas out anew within this time, ms. */
const SIZED_MS = 120;

/** What measures text, px; once it is ready. */
export function createRuler(): Promise<(text: string, font: Font) => number> {
  const context = uni.createCanvasContext(CANVAS_ID, canvasScope());
  return Promise.resolve((text, font) => {
    (context as unknown as Context).font = cssFont(font);
    return context.measureText(text).width;
  });
}

/** The page's canvas, empty and of that size. What is drawn is sent to the view when it is finished. */
export async function openCanvas({ width, height, scale }: CanvasSize): Promise<Canvas> {
  canvasPx.value = { width, height };
  await nextTick();
  await new Promise((resolve) => setTimeout(resolve, SIZED_MS));
  const context = uni.createCanvasContext(CANVAS_ID, canvasScope());
  return {
    brush: brushOf(context),
    async finish(name, texts) {
      await new Promise<void>((resolve) => context.draw(false, () => resolve()));
      const path = await pictureOf({ width, height, scale });
      return { path: await labelledFile(path, name, texts), name };
    },
  };
}

function pictureOf({ width, height, scale }: CanvasSize): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.canvasToTempFilePath(
      {
        canvasId: CANVAS_ID,
        width,
        height,
        destWidth: Math.round(width * scale),
        destHeight: Math.round(height * scale),
        fileType: 'png',
        success: ({ tempFilePath }) => resolve(tempFilePath),
        fail: (failed: { errMsg?: string }) => reject(new Error(failed.errMsg ?? 'no picture')),
      },
      canvasScope(),
    );
  });
}

/** How many pixels of the screen one px is. */
export function pixelRatio(): number {
  return uni.getWindowInfo().pixelRatio;
}
