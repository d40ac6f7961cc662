import * as v from 'valibot';
import { Place } from '../files/place';

/*
 * What a GraphRAG service speaks that takes documents of users, beside those of the organisation:
 *
 *   GET    /about            -> 200 DocumentsAbout
 *   PUT    /documents/{id}   DocumentSent -> 2xx; the same id again puts it in the place of what was there
 *   GET    /documents/{id}   -> 200 DocumentState, 404 where there is none
 *   DELETE /documents/{id}   -> 2xx, or 404 where there is none
 *
 * Where it wants a key, requests have `Authorization: Bearer <key>`. It answers PUT once the document is kept, and takes
 * it in afterwards. Requests about one id are handled one after the other, in the order in which they came. A document is
 * found only for questions of its `owner`. 400, 413, 415 and 422 refuse a document for good; after anything else the
 * request is sent again later.
 */

/**
 * `GET /about`: whether the service takes documents. `version` is another one after each change of what it knows for everybody;
 * a service that leaves it out does not tell of changes.
 */
export const DocumentsAbout = v.object({ documents: v.boolean(), version: v.optional(v.string()) });
export type DocumentsAbout = v.InferOutput<typeof DocumentsAbout>;

/** A passage of a document. `n` counts from 1 in reading order; together they are its text, in Markdown, without overlap. */
export const DocumentPassage = v.object({ n: v.number(), text: v.string(), place: Place });
export type DocumentPassage = v.InferOutput<typeof DocumentPassage>;

/**
 * `PUT /documents/{id}`: a whole document. `owner` stands for the person it belongs to and tells nothing else about them;
 * `title` is the file's name, `mime` was found out from its bytes.
 */
export const DocumentSent = v.object({
  owner: v.string(),
  title: v.string(),
  mime: v.string(),
  passages: v.array(DocumentPassage),
});
export type DocumentSent = v.InferOutput<typeof DocumentSent>;

/**
 * `GET /documents/{id}`. While it is `processing`, `progress` is the part of it that is taken in, 0 to 1; `error` is for the
 * operator's log, where it `failed`.
 */
export const DocumentState = v.object({
  status: v.picklist(['processing', 'ready', 'failed']),
  progress: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  error: v.optional(v.string()),
});
export type DocumentState = v.InferOutput<typeof DocumentState>;
