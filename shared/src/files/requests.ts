import * as v from 'valibot';
import { pageOf } from '../page';
import { Attachment } from './attachment';

/** A whole number of a query or a path. */
const whole = (name: string, min: number, max: number) => {
  const wrong = `${name} must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(wrong),
    v.regex(/^\d{1,7}$/, wrong),
    v.transform(Number),
    v.minValue(min, wrong),
    v.maxValue(max, wrong),
  );
};

/** The query of `GET /api/uploads/:id/pages/:page`: how wide the picture of the page is, in pixels. */
export const PagePictureQuery = v.object({ width: v.optional(whole('width', 200, 1600), '1080') });

/** The page of that address, counted from 1. */
export const PageNumber = whole('page', 1, 1_000_000);

/** The query of `GET /api/uploads/:id/picture`: the longest its sides may be, in pixels. */
export const PictureQuery = v.object({ side: v.optional(whole('side', 64, 4096), '1600') });

/** `POST /api/uploads/direct`. */
export const DirectUploadRequest = v.object({
  name: v.pipe(v.string('name must be a string'), v.maxLength(1000, 'name is too long')),
  bytes: v.pipe(
    v.number('bytes must be a number'),
    v.integer('bytes must be whole'),
    v.minValue(0, 'bytes must not be negative'),
  ),
});

/** `GET /api/uploads`: all files of the user, newest first, and how many bytes of how many they have; 0: no limit. */
export const OwnFiles = v.object({ ...pageOf(Attachment).entries, usedBytes: v.number(), quotaBytes: v.number() });
export type OwnFiles = v.InferOutput<typeof OwnFiles>;
