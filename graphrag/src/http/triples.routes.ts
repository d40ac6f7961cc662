import { Router } from 'express';
import * as v from 'valibot';
import type { Contents } from '../ingestion/contents';
import type { Documents } from '../ingestion/documents';
import { hasRows } from '../ingestion/rows';
import { Refusal } from '../refusal';
import { DocumentId, Owner, toTold } from './document-parts';
import { parsed } from './parsed';
import { spooled } from './spool';

const MAX_BYTES = 1024 * 1024 * 1024;

const Query = v.object({
  document: v.optional(DocumentId, 'triples'),
  format: v.optional(v.picklist(['csv', 'jsonl'], 'format must be csv or jsonl')),
  owner: Owner,
});

/**
 * `POST /triples`: rows of data, in the place of those that were sent before under the same `document`. Answered once they are
 * taken in, with what was dropped, by why, and the first lines that were. Where nothing of it can be read, all stays as it was.
 */
export function triplesRoutes(documents: Documents, contents: Contents): Router {
  const router = Router();
  router.post('/triples', async (req, res) => {
    const { document: id, owner, ...query } = parsed(Query, req.query);
    const format = query.format ?? (req.is(['text/csv', 'application/csv']) === false ? 'jsonl' : 'csv');
    await spooled(req, { folder: contents.incoming, maxBytes: MAX_BYTES }, async ({ path, hash }) => {
      if (!(await hasRows(path, format))) throw new Refusal('unreadable', 'there is no row in it that can be read');
      const mime = format === 'csv' ? 'text/csv' : 'application/jsonl';
      const incoming = { id, owner, title: id, mime, kind: 'triples' as const, finds: false, hash };
      return documents.receive(incoming, (kept) => contents.keepFile(kept, path));
    });
    await documents.finished(id);
    const document = documents.get(id);
    if (!document) throw new Refusal('absent', 'it was taken away meanwhile');
    if (document.status === 'failed') throw new Refusal('unreadable', document.error ?? 'it cannot be read');
    if (document.status === 'processing') throw new Refusal('unavailable', 'it was not finished: send it again');
    res.json(toTold(document, 1));
  });
  return router;
}
