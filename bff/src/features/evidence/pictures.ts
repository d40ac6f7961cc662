import type { MessageRow } from '../../db/schema';
import type { Logger } from '../../logger';
import type { Model, PromptPicture } from '../../upstreams/model/model';
import type { EvidenceRepository } from './evidence.repository';
import { jpegUrl } from './read-picture';

/** The most pictures that go with one question, and the longest side of one, in pixels. */
export const PICTURES_MAX = 4;
const SIDE = 1568;
/** The longest all of them may take to be made ready, in ms. */
const WITHIN_MS = 10_000;

/** Draws a stored picture upright, as a JPEG of at most `side` pixels a side. */
export type DrawPicture = (fileId: string, mime: string, side: number, signal: AbortSignal) => Promise<Uint8Array>;

export interface PromptPicturesParts {
  repository: Pick<EvidenceRepository, 'ofTopic' | 'ofQuestion'>;
  model: Pick<Model, 'takesPictures' | 'mostPictures'>;
  /** Undefined where pictures cannot be drawn. */
  draw: DrawPicture | undefined;
  logger: Logger;
}

/** The pictures that the model `name` is shown with a question: its own, then the newest of its topic. Never rejects. */
export type PicturesFor = (
  question: Pick<MessageRow, 'id' | 'topic_id' | 'attached'>,
  name: string | undefined,
) => Promise<PromptPicture[]>;

export function createPromptPictures({ repository, model, draw, logger }: PromptPicturesParts): PicturesFor {
  const drawn = async (question: Parameters<PicturesFor>[0], name: string | undefined): Promise<PromptPicture[]> => {
    if (!draw) return [];
    const all = (await repository.ofTopic(question.topic_id)).filter(({ mime }) => mime.startsWith('image/'));
    if (all.length === 0 || !(await model.takesPictures(name))) return [];
    const asked = question.attached === 1 ? await repository.ofQuestion(question.id) : [];
    const ids = new Set(asked.map(({ id }) => id));
    const [own, others] = [all.filter(({ id }) => ids.has(id)), all.filter(({ id }) => !ids.has(id)).reverse()];
    const signal = AbortSignal.timeout(WITHIN_MS);
    const pictures = [...own, ...others]
      .slice(0, Math.min(PICTURES_MAX, model.mostPictures(name)))
      .map(async ({ file_id: fileId, name: file, mime }) => {
        try {
          return [{ name: file, url: jpegUrl(await draw(fileId, mime, SIDE, signal)) }];
        } catch (error) {
          logger.warn({ err: error, fileId }, 'a picture is not shown to the model');
          return [];
        }
      });
    return (await Promise.all(pictures)).flat();
  };

  return async (question, name) => {
    try {
      return await drawn(question, name);
    } catch (error) {
      logger.warn({ err: error }, 'no pictures are shown to the model');
      return [];
    }
  };
}
