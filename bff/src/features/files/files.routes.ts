import { pipeline } from 'node:stream/promises';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { userOf } from '../../http/guard';
import type { Content, FilesService } from './files.service';
import { receiveFile } from './received';

const PARTIAL = 206;
const NOT_MODIFIED = 304;
const NOT_SATISFIABLE = 416;

export function filesRoutes(files: FilesService, guard: RequestHandler): Router {
  const router = Router();
  router.use('/uploads', guard);
  router.post('/uploads', async (req, res) => {
    const attachment = await files.upload(userOf(res).id, (maxBytes) => receiveFile(req, maxBytes));
    res.status(201).json({ attachment });
  });
  router.get('/uploads/:id', async (req, res) => {
    res.json({ attachment: await files.state(userOf(res).id, req.params.id) });
  });
  router.get('/uploads/:id/content', async (req, res) => {
    await send(req, res, await files.content(userOf(res).id, req.params.id));
  });
  router.delete('/uploads/:id', async (req, res) => {
    await files.remove(userOf(res).id, req.params.id);
    res.status(204).end();
  });
  return router;
}

/** Sends a content, or the one range of it that is asked for, so that no browser takes it for a page of ours. */
async function send(req: Request, res: Response, content: Content): Promise<void> {
  const etag = `"${content.sha256}"`;
  res.attachment(content.name);
  res.set({
    'Content-Type': content.charset === null ? content.mime : `${content.mime}; charset=${content.charset}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
    ETag: etag,
  });
  if (req.fresh) {
    res.status(NOT_MODIFIED).end();
    return;
  }
  const asked = [undefined, etag].includes(req.get('If-Range')) ? req.range(content.bytes) : undefined;
  if (asked === -1) {
    res.status(NOT_SATISFIABLE).set('Content-Range', `bytes */${content.bytes}`).end();
    return;
  }
  const [range, more] = Array.isArray(asked) && asked.type === 'bytes' ? asked : [];
  const part = range && !more ? range : undefined;
  if (part) res.status(PARTIAL).set('Content-Range', `bytes ${part.start}-${part.end}/${content.bytes}`);
  res.set('Content-Length', String(part ? part.end - part.start + 1 : content.bytes));
  const bytes = await content.open(part);
  try {
    await pipeline(bytes, res);
  } catch (error) {
    // Whoever asked for it has gone; all else is an error like any other.
    if (!res.destroyed) throw error;
  }
}
