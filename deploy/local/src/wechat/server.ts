import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { jscode2session, msgSecCheck, stableToken, type AppParts, type Asked } from './calls';
import { OddAnswer, WeChatFault } from './faults';
import { People } from './people';
import { AccessTokens } from './tokens';
import { close, jsonOf, listen } from '../serving';

export { openidOf } from './people';

export interface WeChatServerOptions {
  /** 0, the default, picks a free one. */
  port?: number;
  appid?: string;
  secret?: string;
  /** How long an access token is good, in seconds. */
  tokenSeconds?: number;
}

/** A call as it came. */
export interface WeChatCall {
  path: string;
  query: Record<string, string>;
  body: unknown;
}

export interface WeChatServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  appid: string;
  secret: string;
  /** What came, oldest first. */
  calls: readonly WeChatCall[];
  /** Those to the path. */
  callsTo(path: string): WeChatCall[];
  /** Lets the next `times` calls to `path` fail with this code of WeChat's. */
  fail(path: string, errcode: number, times?: number): void;
  /** Makes every access token invalid that was granted before. */
  expireTokens(): void;
  /** All that must never be seen outside of the server that calls: secret, session keys, openids, access tokens. */
  secrets(): string[];
  /** Forgets the calls and the failures planned. */
  clear(): void;
  /** Stops listening and closes what is open. */
  close(): Promise<void>;
}

const ROUTES: Readonly<Record<string, (asked: Asked, app: AppParts) => object>> = {
  'GET /sns/jscode2session': jscode2session,
  'POST /cgi-bin/stable_token': stableToken,
  'POST /wxa/msg_sec_check': msgSecCheck,
};

/** For a server in another process: `GET` tells what came, `DELETE` forgets it too. */
const CALLS = '/__calls';

/**
 * Starts a scripted api.weixin.qq.com on 127.0.0.1: log-in, access token and content check, with WeChat's shapes and codes.
 * Errors: the listening socket's, for instance a taken port.
 */
export async function startWeChatServer(options: WeChatServerOptions = {}): Promise<WeChatServer> {
  const { appid = 'wx0123456789abcdef', secret = '0123456789abcdef0123456789abcdef', tokenSeconds = 7200 } = options;
  const app: AppParts = { appid, secret, people: new People(), tokens: new AccessTokens(tokenSeconds) };
  const calls: WeChatCall[] = [];
  const failures = new Map<string, number[]>();

  const clear = (): void => {
    calls.length = 0;
    failures.clear();
  };
  const reply = async (req: IncomingMessage, url: URL): Promise<object> => {
    if (url.pathname === CALLS) {
      const told = [...calls];
      if (req.method === 'DELETE') clear();
      return told;
    }
    const route = ROUTES[`${req.method ?? ''} ${url.pathname}`];
    const body = await jsonOf(req);
    calls.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), body });
    const planned = failures.get(url.pathname)?.shift();
    if (planned !== undefined) throw new WeChatFault(planned);
    if (!route) throw new OddAnswer('page');
    return route({ query: url.searchParams, body }, app);
  };
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    reply(req, url)
      .then((body) => send(res, body))
      .catch((error: unknown) => refuse(res, error));
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    appid,
    secret,
    calls,
    callsTo: (path) => calls.filter((call) => call.path === path),
    fail: (path, errcode, times = 1) => {
      failures.set(path, [...(failures.get(path) ?? []), ...Array.from({ length: times }, () => errcode)]);
    },
    expireTokens: () => app.tokens.expire(),
    secrets: () => [secret, ...app.people.secrets, ...app.tokens.secrets],
    clear,
    close: () => close(server),
  };
}

/** WeChat calls its JSON plain text where it answers a log-in. */
function send(res: ServerResponse, body: object): void {
  res.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body));
}

function refuse(res: ServerResponse, error: unknown): void {
  if (error instanceof WeChatFault) send(res, error.toBody());
  else if (!(error instanceof OddAnswer)) res.destroy();
  else if (error.kind === 'fault') res.writeHead(502).end('Bad Gateway');
  else if (error.kind === 'page') res.writeHead(200, { 'content-type': 'text/html' }).end('<html>busy</html>');
  // Nothing at all, until the other side gives up.
}
