import type { Instance } from 'glass-easel-miniprogram-adapter';
import { pictureOf, type CanvasNode, type Cut } from '../canvas';
import type { World } from '../world';
import { answer, type Outcome } from './outcome';

/** Pictures that a program draws, and files and pictures that it hands on. */
export function pictureApi(world: World, pixelRatio: number): Record<string, unknown> {
  const { files, seen } = world;
  /** WeChat takes what lies on the phone alone. */
  const onPhone = (path: string): void => {
    if (!files.has(path)) throw new Error(`file not found "${path}"`);
  };
  return {
    // As WeChat has it: whoever gives no size gets as many pixels more as the screen has for one.
    canvasToTempFilePath: (options: Outcome & Partial<Cut> & { canvas: CanvasNode }, component?: Instance) =>
      answer(world, 'canvasToTempFilePath', options, () => {
        void component;
        const { canvas, x = 0, y = 0 } = options;
        const { width = canvas.width - x, height = canvas.height - y } = options;
        const { destWidth = width * pixelRatio, destHeight = height * pixelRatio } = options;
        const content = pictureOf(canvas, { x, y, width, height, destWidth, destHeight });
        const tempFilePath = `wxfile://tmp_${files.size}.png`;
        files.set(tempFilePath, { name: tempFilePath, content, kind: 'image' });
        return { tempFilePath };
      }),
    showShareImageMenu: (options: Outcome & { path: string }) =>
      answer(world, 'showShareImageMenu', options, () => {
        onPhone(options.path);
        seen.sent.push(options.path);
        return {};
      }),
    shareFileMessage: (options: Outcome & { filePath: string; fileName: string }) =>
      answer(world, 'shareFileMessage', options, () => {
        onPhone(options.filePath);
        seen.sent.push(options.fileName);
        return {};
      }),
  };
}
