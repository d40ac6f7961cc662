import { pipeline } from 'node:stream/promises';
import { DirectUploadRequest, PageNumber, PagePictureQuery, PageQuery, PictureQuery } from '@huati/shared';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { DirectUploads } from './direct-uploads';
import type { Content, FilesService } from './files.service';
import type { Drawn } from './pictures';
import { receiveFile } from './received';

const PARTIAL = 206;
const NOT_MODIFIED = 304;
const NOT_SATISFIABLE = 416;
const DAY_S = 24 * 3600;

type ById = Request<{ id: string }>;

export function filesRoutes(files: FilesService, direct: DirectUploads, guard: RequestHandler): Router {
  const router = Router();
  router.use('/uploads', guard);
  router.get('/uploads', async (req, res) => {
    res.json(await files.list(userOf(res).id, parse(PageQuery, req.query)));
  });
  router.post('/uploads', async (req, res) => {
    const attachment = await files.upload(userOf(res).id, (maxBytes) => receiveFile(req, maxBytes));
    res.status(201).json({ attachment });
  });
  router.post('/uploads/direct', async (req, res) => {
    res.status(201).json(await direct.begin(userOf(res).id, parse(DirectUploadRequest, req.body)));
  });
  router.post('/uploads/direct/:id', async (req: ById, res) => {
    res.status(201).json({ attachment: await direct.complete(userOf(res).id, req.params.id) });
  });
  router.get('/uploads/:id', async (req: ById, res) => {
    res.json({ attachment: await files.state(userOf(res).id, req.params.id) });
  });
  router.delete('/uploads/:id', async (req: ById, res) => {
    await files.remove(userOf(res).id, req.params.id);
    res.status(204).end();
  });
  router.post('/uploads/:id/retry', async (req: ById, res) => {
    res.status(202).json({ attachment: await files.retry(userOf(res).id, req.params.id) });
  });
  router.get('/uploads/:id/content', async (req: ById, res) => {
    await send(req, res, await files.content(userOf(res).id, req.params.id));
  });
  router.get('/uploads/:id/passages', async (req: ById, res) => {
    res.json(await files.passages(userOf(res).id, req.params.id, parse(PageQuery, req.query)));
  });
  router.get('/uploads/:id/pages/:page', async (req: Request<{ id: string; page: string }>, res) => {
    const { width } = parse(PagePictureQuery, req.query);
    const page = parse(PageNumber, req.params.page);
    await draw(req, res, await files.page(userOf(res).id, req.params.id, page, width));
  });
  router.get('/uploads/:id/picture', async (req: ById, res) => {
    const { side } = parse(PictureQuery, req.query);
    await draw(req, res, await files.picture(userOf(res).id, req.params.id, side));
  });
  router.get('/topics/:topicId/files', guard, async (req: Request<{ topicId: string }>, res) => {
    res.json(await files.ofTopic(userOf(res).id, req.params.topicId));
  });
  return router;
}

/** So that no browser takes what people upload for a page of ours. */
const NO_PAGE = { 'Content-Security-Policy': "sandbox; default-src 'none'", 'X-Content-Type-Options': 'nosniff' };

/** Sends a picture, and makes it only where whoever asks does not have it yet. */
async function draw(req: Request<{ id: string }>, res: Response, { etag, draw: make }: Drawn): Promise<void> {
  res.set({ ...NO_PAGE, 'Content-Type': 'image/jpeg', 'Cache-Control': `private, max-age=${DAY_S}`, ETag: etag });
  if (req.fresh) {
    res.status(NOT_MODIFIED).end();
    return;
  }
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  try {
    const jpeg = await make(gone.signal);
    res.end(jpeg);
  } catch (error) {
    // Nobody waits for it any more.
    if (gone.signal.aborted) return;
    for (const name of ['Content-Type', 'Cache-Control', 'ETag']) res.removeHeader(name);
    throw error;
  }
}

/** Sends a content, or the one range of it that is asked for. */
async function send(req: ById, res: Response, content: Content): Promise<void> {
  const etag = `"${content.sha256}"`;
  res.attachment(content.name);
  res.set({
    ...NO_PAGE,
    'Content-Type': content.charset === null ? content.mime : `${content.mime}; charset=${content.charset}`,
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
