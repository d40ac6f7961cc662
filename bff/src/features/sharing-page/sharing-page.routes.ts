import compression from 'compression';
import { Router, type Request, type RequestHandler } from 'express';
import type { Limit } from '../../limits';
import type { Asked, SharingPage } from './sharing-page.service';
import { wordsFor } from './words';

/** What a Host may be made of to be named in a policy. */
const HOST = /^[\w.[\]:-]+$/;

/** `GET /s/:id`, the address of a share, and the picture by which others show it. Both are open to anybody who knows it. */
export function sharingPageRoutes(sharingPage: SharingPage, admitAddress: Limit): Router {
  const router = Router();
  const admit: RequestHandler = async (req, res, next) => {
    await admitAddress(req.ip ?? '');
    // Revoked is revoked: no copy in between. The address is a secret: nobody else gets to know it, and nobody lists it.
    res.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex, nofollow, noarchive',
    });
    next();
  };
  router.use('/s', admit);
  router.get('/s/:id', compression(), async (req: Request<{ id: string }>, res) => {
    const { id } = req.params;
    const made = await sharingPage.page(id, askedBy(req));
    if (!made) {
      // `stay`: the app's own page shows it, and does not come back here.
      res.redirect(`/#/pages/share/index?id=${encodeURIComponent(id)}&stay=1`);
      return;
    }
    res.set({ 'Content-Security-Policy': policy(req.host), 'Permissions-Policy': NOTHING_OF_THE_DEVICE });
    res.status(made.status).type('html').send(made.html);
  });
  router.get('/s/:id/picture.png', async (req, res) => {
    const png = await sharingPage.picture(req.params.id, askedBy(req));
    // Others show it beside the link.
    res.set('Cross-Origin-Resource-Policy', 'cross-origin');
    res.type('png').send(Buffer.from(png));
  });
  return router;
}

function askedBy(req: Pick<Request, 'protocol' | 'host' | 'ip' | 'acceptsLanguages'>): Asked {
  return { origin: `${req.protocol}://${req.host}`, address: req.ip ?? '', words: wordsFor(req) };
}

const NOTHING_OF_THE_DEVICE = 'camera=(), microphone=(), geolocation=(), payment=(), usb=()';

/**
 * What the page may load: its own and nothing else, scripts from files alone. It shows what strangers wrote, so unlike elsewhere
 * connections are bound to this host by its name: not all browsers take sockets to be `'self'`.
 */
function policy(host: string): string {
  const sockets = HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    // Diagrams are drawn in a frame of their own.
    "frame-src 'self'",
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}
