import { Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import { Failure } from '../../failure';
import { userOf } from '../../http/guard';
import type { FilesService } from './files.service';
import type { Resumable } from './resumable';
import { endStalled } from './stalled';

const CONFLICT = 409;
/** What a page of another origin may read of the answers. */
const EXPOSED = 'Location, Tus-Resumable, Upload-Length, Upload-Offset';
/** What may be asked of an upload that was begun. */
const METHODS = ['HEAD', 'PATCH', 'DELETE'];
const Id = v.pipe(v.string(), v.uuid());

/** Uploads in parts, by the protocol tus 1.0. Behind the protocol's own answers stand ours, with errors as everywhere. */
export function resumableRoutes(
  resumable: Resumable,
  files: Pick<FilesService, 'remove'>,
  guard: RequestHandler,
): Router {
  const router = Router();
  router.options(['/tus', '/tus/:id'], async (req, res) => {
    await resumable.handle(req, res, '');
  });
  router.use('/tus', guard);
  router.post('/tus', async (req, res) => {
    const userId = userOf(res).id;
    await resumable.admit(userId, Number(req.get('Upload-Length') ?? 0));
    endStalled(req);
    await resumable.handle(req, res, userId);
  });
  router.all('/tus/:id', async (req: Request<{ id: string }>, res) => {
    // A POST to an upload would begin another, past what is asked of those.
    if (!METHODS.includes(req.method)) throw new Failure('not_found', 'no such address');
    const userId = userOf(res).id;
    const { id } = req.params;
    const upload = v.is(Id, id) ? await resumable.find(userId, id) : undefined;
    if (upload === undefined) throw new Failure('not_found', 'no such upload');
    if (upload === 'coming') {
      endStalled(req);
      await resumable.handle(req, res, userId);
      return;
    }
    res.set({ 'Tus-Resumable': '1.0.0', 'Access-Control-Expose-Headers': EXPOSED, 'Cache-Control': 'no-store' });
    if (req.method === 'DELETE') await files.remove(userId, id);
    answerForComplete(req, res, upload.bytes);
  });
  return router;
}

/** What is asked of an upload that is an attachment already: its client did not hear that it was. */
function answerForComplete(req: Request<{ id: string }>, res: Response, bytes: number): void {
  switch (req.method) {
    case 'HEAD':
      res.set({ 'Upload-Offset': String(bytes), 'Upload-Length': String(bytes) }).end();
      return;
    case 'PATCH':
      if (req.get('Upload-Offset') !== String(bytes)) res.status(CONFLICT);
      else res.status(204).set('Upload-Offset', String(bytes));
      res.end();
      return;
    default:
      res.status(204).end();
  }
}
