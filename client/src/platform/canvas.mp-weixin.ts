import { brushOf, cssFont, type Canvas, type CanvasSize, type Context, type Font } from './brush';
import { CANVAS_ID, canvasScope } from './canvas-scope';
import { withTexts } from './png-text';
import { writeUserFile } from './user-files';

/** WeChat refuses a canvas with a side beyond 4096 pixels. */
export const canvasLimits = { side: 4_096, area: 8_000_000 };

interface CanvasNode {
  width: number;
  height: number;
  getContext(kind: '2d'): Context & { scale(x: number, y: number): void; measureText(text: string): { width: number } };
}

/** The one canvas of the page. */
function node(): Promise<CanvasNode> {
  return new Promise((resolve, reject) => {
    uni
      .createSelectorQuery()
      .in(canvasScope())
      .select(`#${CANVAS_ID}`)
      .fields({ node: true }, (found) => {
        const canvas = (found as { node?: CanvasNode } | null)?.node;
        if (canvas) resolve(canvas);
        else reject(new Error('no canvas'));
      })
      .exec();
  });
}

/** What measures text, px; once it is ready. Rejects where there is no canvas. */
export async function createRuler(): Promise<(text: string, font: Font) => number> {
  const context = (await node()).getContext('2d');
  return (text, font) => {
    context.font = cssFont(font);
    return context.measureText(text).width;
  };
}

/** The page's canvas, empty and of that size. Rejects where there is none. */
export async function openCanvas({ width, height, scale }: CanvasSize): Promise<Canvas> {
  const canvas = await node();
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  return {
    brush: brushOf(context),
    finish: async (name, texts) => ({ path: await labelled(await pictureOf(canvas), name, texts), name }),
  };
}

function pictureOf(canvas: CanvasNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const { width, height } = canvas;
    // uni's types know the old canvas alone. Without sizes WeChat would make three pixels of one on a fine screen.
    const options = {
      canvas,
      x: 0,
      y: 0,
      width,
      height,
      destWidth: width,
      destHeight: height,
      fileType: 'png',
      success: ({ tempFilePath }: { tempFilePath: string }) => resolve(tempFilePath),
      fail: ({ errMsg }: { errMsg: string }) => reject(new Error(errMsg)),
    } as unknown as UniApp.CanvasToTempFilePathOptions;
    void uni.canvasToTempFilePath(options);
  });
}

/** The picture once more, with its label in it. */
function labelled(path: string, name: string, texts: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.getFileSystemManager().readFile({
      filePath: path,
      success: ({ data }) =>
        resolve(writeUserFile(name, withTexts(new Uint8Array(data as ArrayBuffer), texts).buffer as ArrayBuffer)),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}

/** How many pixels of the screen one px is. */
export function pixelRatio(): number {
  return uni.getWindowInfo().pixelRatio;
}
