import { createHash } from 'node:crypto';
import { sniff } from '@huati/extraction';
import { DocumentSent } from '@huati/shared';
import { json, Router } from 'express';
import * as v from 'valibot';
import type { Contents } from '../ingestion/contents';
import type { Documents } from '../ingestion/documents';
import { mimeOfKind } from '../ingestion/file-kind';
import { Refusal } from '../refusal';
import { DocumentId, nameOf, Owner, toTold } from './document-parts';
import { parsed } from './parsed';
import { spooled } from './spool';

const PASSAGES_MAX_BYTES = 30 * 1024 * 1024;
const FILE_MAX_BYTES = 100 * 1024 * 1024;
const ACCEPTED = 202;
const NO_CONTENT = 204;
const DEFAULT_ID_LENGTH = 32;

const onOff = v.optional(v.picklist(['on', 'off'], 'extract must be on or off'), 'on');
const Upload = v.object({ name: v.optional(v.string(), ''), id: v.optional(DocumentId), owner: Owner, extract: onOff });
const Sent = v.object({
  ...DocumentSent.entries,
  owner: Owner,
  title: v.pipe(v.string(), v.maxLength(1_000)),
  passages: v.pipe(DocumentSent.entries.passages, v.minLength(1, 'passages are empty')),
});

/** `/documents`: the contract of `@huati/shared`, and beside it files that are read here, and the list. */
export function documentsRoutes(documents: Documents, contents: Contents): Router {
  const router = Router();
  const told = (id: string) => {
    const document = documents.get(id);
    if (!document) throw new Refusal('absent', 'no such document');
    return toTold(document, documents.progress(id));
  };

  router.get('/documents', (req, res) => {
    const { owner } = parsed(v.object({ owner: Owner }), req.query);
    const all = documents.of(owner);
    res.json({ documents: all.map((document) => toTold(document, documents.progress(document.id))) });
  });

  router.post('/documents', async (req, res) => {
    const { name, id, owner, extract } = parsed(Upload, req.query);
    const document = await spooled(req, { folder: contents.incoming, maxBytes: FILE_MAX_BYTES }, async (file) => {
      const title = nameOf(name);
      const mime = await mimeOf(file.path, title);
      const own = createHash('sha256')
        .update(JSON.stringify([owner, title, file.hash]))
        .digest('hex');
      const incoming = { owner, title, mime, kind: 'file' as const, finds: extract === 'on', hash: file.hash };
      return documents.receive({ id: id ?? own.slice(0, DEFAULT_ID_LENGTH), ...incoming }, (kept) =>
        contents.keepFile(kept, file.path),
      );
    });
    res.status(ACCEPTED).json(toTold(document, 0));
  });

  router.put('/documents/:id', json({ limit: PASSAGES_MAX_BYTES }), async (req, res) => {
    const id = parsed(DocumentId, req.params.id);
    const sent = parsed(Sent, req.body);
    const { owner, title, mime, passages } = sent;
    if (passages.every(({ text }) => text.trim() === '')) throw new Refusal('unreadable', 'the passages have no words');
    const hash = createHash('sha256').update(JSON.stringify(passages)).digest('hex');
    const incoming = { id, owner, title, mime, kind: 'passages' as const, finds: true, hash };
    const document = await documents.receive(incoming, (kept) => contents.keepPassages(kept, passages));
    res.status(ACCEPTED).json(toTold(document, 0));
  });

  router.get('/documents/:id', (req, res) => {
    res.json(told(parsed(DocumentId, req.params.id)));
  });

  router.delete('/documents/:id', async (req, res) => {
    const removed = await documents.remove(parsed(DocumentId, req.params.id));
    if (!removed) throw new Refusal('absent', 'no such document');
    res.status(NO_CONTENT).end();
  });
  return router;
}

/** What the file is, by its bytes. */
async function mimeOf(path: string, name: string): Promise<string> {
  const found = await sniff(path);
  if ('kind' in found) return mimeOfKind(found.kind, name);
  switch (found.refused) {
    case 'empty':
      throw new Refusal('invalid', 'the file is empty');
    case 'encrypted':
      throw new Refusal('unreadable', 'the file needs a password');
    case 'legacy':
      throw new Refusal('unsupported', 'a format of old office programs: save it as .docx, .xlsx or .pptx');
    default:
      throw new Refusal('unsupported', 'a file of this kind is not read');
  }
}
