import type { World } from '../world';
import { fail, succeed, type Outcome } from './outcome';

/** What `wx.request` takes; PATCH is not among it. */
const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'];
const TIMEOUT_MS = 60_000;
const REQUESTS_MAX = 10;
const SOCKETS_MAX = 5;

interface RequestOptions extends Outcome {
  url: string;
  method?: string;
  header?: Record<string, string>;
  data?: unknown;
  timeout?: number;
  responseType?: 'text' | 'arraybuffer';
}

interface UploadOptions extends Outcome {
  url: string;
  filePath: string;
  name: string;
  header?: Record<string, string>;
  formData?: Record<string, string>;
  timeout?: number;
}

type Socket = ReturnType<World['net']['socket']>;

export function networkApi(world: World): Record<string, unknown> {
  const running = new Set<AbortController>();
  const sockets = new Set<Socket>();
  world.hear('host:cut', ({ why }: { why?: string }) => {
    for (const each of running) each.abort(new Error(why));
    for (const socket of sockets) (socket as Socket & { cut: (why: string) => void }).cut(why ?? 'closed');
  });

  /** The real address of what a program may speak to, or why it may not. */
  function resolve(url: string, scheme: 'https:' | 'wss:'): string {
    const parsed = new URL(url);
    if (parsed.protocol !== scheme) throw new Error(`the scheme of ${url} is not ${scheme}`);
    const base = world.domains[parsed.host];
    if (base === undefined) throw new Error(`url not in domain list: ${parsed.host}`);
    if (!world.device.online)
      throw new Error('errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED');
    const real = scheme === 'wss:' ? base.replace(/^http/, 'ws') : base;
    return `${real}${parsed.pathname}${parsed.search}`;
  }

  function track(timeoutMs: number): { signal: AbortSignal; abort: (why?: Error) => void; done: () => void } {
    if (running.size >= REQUESTS_MAX) throw new Error(`exceed max concurrent requests ${REQUESTS_MAX}`);
    const controller = new AbortController();
    running.add(controller);
    const timer = setTimeout(() => controller.abort(new Error('timeout')), timeoutMs);
    return {
      signal: controller.signal,
      abort: (why = new Error('abort')) => controller.abort(why),
      done: () => {
        clearTimeout(timer);
        running.delete(controller);
      },
    };
  }

  function exchange(
    name: string,
    options: Outcome,
    timeoutMs: number,
    run: (signal: AbortSignal) => Promise<object>,
  ): { abort: () => void } {
    let stop = (): void => undefined;
    try {
      const { signal, abort, done } = track(timeoutMs);
      stop = abort;
      run(signal)
        .then((result) => succeed(world, name, options, result))
        .catch((error: unknown) => {
          const why: unknown = signal.aborted ? signal.reason : error;
          fail(world, name, options, why instanceof Error ? why.message : String(why));
        })
        .catch((error: unknown) => world.faults.add(`callback of ${name}`, error))
        .finally(done);
    } catch (error) {
      setTimeout(() => fail(world, name, options, error instanceof Error ? error.message : String(error)), 0);
    }
    return { abort: () => stop() };
  }

  return {
    request(options: RequestOptions) {
      const task = exchange('request', options, options.timeout ?? TIMEOUT_MS, async (signal) => {
        const method = (options.method ?? 'GET').toUpperCase();
        if (!METHODS.includes(method)) throw new Error(`method is invalid: ${method}`);
        const hasBody = options.data !== undefined && method !== 'GET';
        const reply = await world.net.request({
          url: resolve(options.url, 'https:'),
          method,
          headers: { ...(hasBody && { 'content-type': 'application/json' }), ...lowerCase(options.header) },
          body: hasBody ? bodyOf(options.data) : undefined,
          signal,
        });
        return {
          statusCode: reply.status,
          header: reply.headers,
          data: options.responseType === 'arraybuffer' ? reply.body : parsed(reply.body),
          cookies: [],
        };
      });
      return { ...task, onChunkReceived: () => undefined, onHeadersReceived: () => undefined };
    },

    uploadFile(options: UploadOptions) {
      const heard: ((told: object) => void)[] = [];
      const task = exchange('uploadFile', options, options.timeout ?? TIMEOUT_MS, async (signal) => {
        const file = world.files.get(options.filePath);
        if (!file) throw new Error(`file not found: ${options.filePath}`);
        const bytes = Uint8Array.from(atob(file.content), (unit) => unit.charCodeAt(0));
        const reply = await world.net.upload({
          url: resolve(options.url, 'https:'),
          method: 'POST',
          headers: lowerCase(options.header),
          file: bytes,
          field: options.name,
          // WeChat sends the name of its temporary file, not the one that the person knows.
          name: options.filePath.split('/').at(-1) ?? 'file',
          form: options.formData ?? {},
          signal,
          progress: (part) => {
            const told = {
              progress: Math.round(part * 100),
              totalBytesSent: part * bytes.length,
              totalBytesExpectedToSend: bytes.length,
            };
            world.clock.deliver(() => heard.forEach((run) => run(told)));
          },
        });
        return { statusCode: reply.status, header: reply.headers, data: new TextDecoder().decode(reply.body) };
      });
      return {
        ...task,
        onProgressUpdate: (run: (told: object) => void) => heard.push(run),
        offProgressUpdate: () => undefined,
      };
    },

    downloadFile(options: Outcome & { url: string; header?: Record<string, string>; timeout?: number }) {
      const task = exchange('downloadFile', options, options.timeout ?? TIMEOUT_MS, async (signal) => {
        const url = resolve(options.url, 'https:');
        const reply = await world.net.request({ url, method: 'GET', headers: lowerCase(options.header), signal });
        const [kind = '', ending = 'bin'] = (reply.headers['content-type'] ?? '').split(/[/;]/);
        const tempFilePath = `wxfile://tmp_${world.files.size}.${ending}`;
        const content = btoa(Array.from(new Uint8Array(reply.body), (byte) => String.fromCharCode(byte)).join(''));
        world.files.set(tempFilePath, { name: tempFilePath, content, kind: kind === 'image' ? 'image' : 'file' });
        return { statusCode: reply.status, tempFilePath };
      });
      return { ...task, onProgressUpdate: () => undefined };
    },

    connectSocket: (options: Outcome & { url: string }) => {
      if (sockets.size >= SOCKETS_MAX) throw new Error(`exceed max concurrent sockets ${SOCKETS_MAX}`);
      return openSocket(world, sockets, () => resolve(options.url, 'wss:'), options);
    },
  };
}

function openSocket(world: World, sockets: Set<Socket>, urlOf: () => string, options: Outcome): object {
  const on: Record<'open' | 'message' | 'close' | 'error', ((told: object) => void)[]> = {
    open: [],
    message: [],
    close: [],
    error: [],
  };
  const tell = (event: keyof typeof on, told: object): void =>
    world.clock.deliver(() => on[event].forEach((run) => run(told)));
  let socket: Socket | null = null;
  let over = false;
  const end = (code: number, reason: string): void => {
    if (over) return;
    over = true;
    if (socket) sockets.delete(socket);
    tell('close', { code, reason });
  };
  try {
    socket = world.net.socket(urlOf());
    const opened = socket;
    sockets.add(opened);
    opened.binaryType = 'arraybuffer';
    opened.onopen = () => tell('open', { header: {}, profile: {} });
    opened.onmessage = ({ data }: { data: unknown }) => {
      if (!over) tell('message', { data });
    };
    opened.onerror = () => tell('error', { errMsg: 'connectSocket:fail' });
    opened.onclose = ({ code, reason }: { code: number; reason: string }) => end(code, reason);
    Object.assign(opened, {
      cut: (why: string) => {
        opened.onmessage = null;
        opened.close();
        tell('error', { errMsg: `connectSocket:fail ${why}` });
        end(1006, why);
      },
    });
    succeed(world, 'connectSocket', options, {});
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    setTimeout(() => {
      fail(world, 'connectSocket', options, why);
      tell('error', { errMsg: `connectSocket:fail ${why}` });
      end(1006, why);
    }, 0);
  }
  return {
    onOpen: (run: (told: object) => void) => on.open.push(run),
    onMessage: (run: (told: object) => void) => on.message.push(run),
    onClose: (run: (told: object) => void) => on.close.push(run),
    onError: (run: (told: object) => void) => on.error.push(run),
    send: ({ data, ...rest }: Outcome & { data: string | ArrayBuffer }) => {
      if (typeof data !== 'string' && !(data instanceof ArrayBuffer))
        world.faults.add('SocketTask.send', 'neither string nor ArrayBuffer');
      if (over || socket?.readyState !== 1)
        return fail(world, 'sendSocketMessage', rest, 'SocketTask.readyState is not OPEN');
      socket.send(data);
      succeed(world, 'sendSocketMessage', rest, {});
    },
    close: ({ code = 1000, reason = '', ...rest }: Outcome & { code?: number; reason?: string } = {}) => {
      socket?.close(code, reason);
      succeed(world, 'closeSocket', rest, {});
    },
  };
}

function lowerCase(header: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]));
}

function bodyOf(data: unknown): string | ArrayBuffer {
  return typeof data === 'string' || data instanceof ArrayBuffer ? data : JSON.stringify(data);
}

/** WeChat reads every answer as JSON where it can. */
function parsed(body: ArrayBuffer): unknown {
  const text = new TextDecoder().decode(body);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
