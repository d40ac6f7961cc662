import type { RequestHandler } from 'express';

/** What a Host may be made of to be named in a policy. */
const HOST = /^[\w.[\]:-]+$/;

/**
 * Headers of the page that draws diagrams, and of its scripts. It works on what a model wrote, so it has no origin, also where
 * somebody opens it by itself, and may load nothing but its own scripts: what it draws leaves it as a message alone.
 */
export const diagramHeaders: RequestHandler = (req, res, next) => {
  // A page without an origin is a foreign one to this server; these files are public, and nobody's.
  res.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
  res.set('Content-Security-Policy', policy(req.protocol, req.host));
  next();
};

/** Not all browsers take an address to be `'self'` for a page without an origin: the host is named, too. */
function policy(protocol: string, host: string): string {
  const own = HOST.test(host) ? ` ${protocol}://${host}/diagrams/` : '';
  return [
    "default-src 'none'",
    `script-src 'self'${own}`,
    // Its libraries measure texts by the styles that they set.
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts',
  ].join('; ');
}
