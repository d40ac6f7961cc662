import type { IncomingMessage, ServerResponse } from 'node:http';
import { pinoHttp } from 'pino-http';
import { newId } from '../ids';
import type { Logger } from '../logger';

const SAFE_ID = /^[\w.-]{1,64}$/;
/** Whoever knows these ids may do something with them. */
const SECRET_ID = /(?<=\/(?:links|shares|s)\/)[^/]+/;

/** Gives every request an id, kept from a proxy's `x-request-id` where sane, and logs its path, never its query. */
export function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (req: IncomingMessage, res: ServerResponse) => {
      const given = req.headers['x-request-id'];
      const id = typeof given === 'string' && SAFE_ID.test(given) ? given : newId();
      res.setHeader('x-request-id', id);
      return id;
    },
    wrapSerializers: false,
    serializers: {
      req: (req: IncomingMessage & { id?: unknown }) => ({
        id: req.id,
        method: req.method,
        path: pathOf(req.url).replace(SECRET_ID, '*'),
      }),
      res: (res: ServerResponse) => ({ status: res.statusCode }),
    },
    autoLogging: { ignore: (req) => !pathOf(req.url).startsWith('/api') },
  });
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
