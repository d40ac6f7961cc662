import type { MessageRow } from '../../db/schema';
import type { Logger } from '../../logger';
import type { Model, PromptPicture } from '../../upstreams/model/model';
import { pictureLabel } from '../../upstreams/model/picture-label';
import { mostTokens } from '../../upstreams/model/tokens/estimate';
import { deadline } from '../../within-time';
import type { EvidenceRepository, TopicFile } from './evidence.repository';
import { jpegUrl } from './read-picture';

/** The most pictures that go with one question. */
export const PICTURES_MAX = 4;
/** The side of a square of a picture that is a token, in pixels, of the models that take the most for one: Qwen2.5-VL's. */
const PATCH = 28;
/** The longest side of a picture, and the shortest that any model takes, in pixels. */
const SIDE = 39 * PATCH;
const SHORTEST = 32;
/** What the largest takes of the window, in tokens, and what marks its beginning and its end. */
const LARGEST = (SIDE / PATCH) ** 2;
const MARKS = 8;
/** The longest all of them may take to be made ready, in ms. */
const WITHIN_MS = 10_000;

/** Draws a stored picture upright, as a JPEG of at most `side` pixels a side. */
export type DrawPicture = (
  fileId: string,
  mime: string,
  side: number,
  signal: AbortSignal,
) => Promise<{ jpeg: Uint8Array; width: number; height: number }>;

export interface PromptPicturesParts {
  repository: Pick<EvidenceRepository, 'ofQuestion'>;
  model: Pick<Model, 'takesPictures' | 'mostPictures'>;
  /** Undefined where pictures cannot be drawn. */
  draw: DrawPicture | undefined;
  logger: Logger;
}

/** A picture that goes with a question. It is large: it is drawn only when the question is sent. */
export interface Drawable {
  name: string;
  /** Undefined where it cannot be drawn, or is too small to be seen. Never rejects. */
  draw(signal: AbortSignal): Promise<PromptPicture | undefined>;
}

/** The pictures that the model `name` is shown with a question: its own, then the newest of the topic's `files`. Never rejects. */
export type PicturesFor = (
  question: Pick<MessageRow, 'id' | 'attached'>,
  files: readonly TopicFile[],
  name: string | undefined,
) => Promise<Drawable[]>;

/** The most that a picture takes of the window, with its name, in tokens. */
export function tokensOfPicture({ name }: Pick<Drawable, 'name'>): number {
  return LARGEST + MARKS + mostTokens(pictureLabel(name));
}

/** Draws the pictures; those that are not ready in time, or before `signal` is aborted, are left out. Never rejects. */
export async function drawAll(pictures: readonly Drawable[], signal: AbortSignal): Promise<PromptPicture[]> {
  if (pictures.length === 0 || signal.aborted) return [];
  const within = AbortSignal.any([signal, deadline(WITHIN_MS)]);
  const late = new Promise<undefined>((resolve) => {
    within.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const drawn = await Promise.all(pictures.map(({ draw }) => Promise.race([draw(within), late])));
  return drawn.filter((picture) => picture !== undefined);
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

export function createPromptPictures({ repository, model, draw, logger }: PromptPicturesParts): PicturesFor {
  const chosen = async (...[question, files, name]: Parameters<PicturesFor>): Promise<Drawable[]> => {
    if (!draw) return [];
    const all = files.filter(({ mime }) => mime.startsWith('image/'));
    if (all.length === 0 || !(await model.takesPictures(name))) return [];
    const asked = question.attached === 1 ? await repository.ofQuestion(question.id) : [];
    const ids = new Set(asked.map(({ id }) => id));
    const [own, others] = [all.filter(({ id }) => ids.has(id)), all.filter(({ id }) => !ids.has(id)).reverse()];
    const most = Math.min(PICTURES_MAX, model.mostPictures(name));
    return [...own, ...others].slice(0, most).map(({ file_id: fileId, name: file, mime }) => ({
      name: file,
      draw: async (signal) => {
        try {
          const { jpeg, width, height } = await draw(fileId, mime, SIDE, signal);
          // Models refuse the whole request for one that is too small.
          return Math.min(width, height) < SHORTEST ? undefined : { name: file, url: jpegUrl(jpeg) };
        } catch (error) {
          // Whoever ends an answer wants no picture any more.
          if (!signal.aborted || isTimeout(signal.reason))
            logger.warn({ err: error, fileId }, 'a picture is not shown to the model');
          return undefined;
        }
      },
    }));
  };

  return async (...asked) => {
    try {
      return await chosen(...asked);
    } catch (error) {
      logger.warn({ err: error }, 'no pictures are shown to the model');
      return [];
    }
  };
}
