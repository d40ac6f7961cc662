import { imageSize } from 'image-size';
import { ApiError } from './http';

/** The side of a square of a picture that is a token, and the least a side may have: Qwen2.5-VL's, in pixels. */
const PATCH = 28;
/** What marks the beginning and the end of a picture, in tokens. */
const MARKS = 2;

type Parts = readonly { type: string; [field: string]: unknown }[];

/**
 * What the pictures in messages of these contents, at most so many, take of the window, in tokens.
 * Errors: ApiError 400 where there are too many, or one is too small or cannot be measured.
 */
export function tokensOfPictures(contents: readonly unknown[], most: number): number {
  const parts = contents.flatMap((content) => (Array.isArray(content) ? (content as Parts) : []));
  const urls = parts.filter(({ type }) => type === 'image_url').map(({ image_url: image }) => urlIn(image));
  if (urls.length > most) throw new ApiError(400, `At most ${most} image(s) may be provided in one prompt.`);
  return urls.reduce((sum, url) => sum + tokensOf(url), 0);
}

function tokensOf(url: string): number {
  const { width, height } = sizeOf(url);
  if (width < PATCH || height < PATCH) {
    throw new ApiError(400, `height:${height} and width:${width} must be larger than factor:${PATCH}`);
  }
  return Math.ceil(width / PATCH) * Math.ceil(height / PATCH) + MARKS;
}

function sizeOf(url: string): { width: number; height: number } {
  const base64 = /^data:image\/\w+;base64,(.+)$/.exec(url)?.[1] ?? '';
  try {
    return imageSize(Buffer.from(base64, 'base64'));
  } catch {
    throw new ApiError(400, 'cannot identify image file');
  }
}

function urlIn(image: unknown): string {
  const url = typeof image === 'object' && image !== null && 'url' in image ? image.url : undefined;
  return typeof url === 'string' ? url : '';
}
