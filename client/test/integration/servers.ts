import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START_TIMEOUT_MS = 30_000;
const WECHAT = { DEMO_WECHAT_APPID: 'wx0123456789abcdef', DEMO_WECHAT_SECRET: 'a-secret-of-the-tests' };
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The real model server and the real BFF, and a wire between client and BFF that can be cut. */
export interface Servers {
  /** The BFF as the client reaches it: over the wire. */
  origin: string;
  /** Plans how the model answers the next question, or so many. */
  plan(plan: object, times?: number): Promise<void>;
  /** What the model was last given, as JSON. */
  prompted(): Promise<string>;
  /** Cuts every connection that goes over the wire now. */
  cut(): void;
  /** While down, the wire takes no connection. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

/**
 * Starts everything on free loopback ports with an empty database; with `wechat`, WeChat's own server as well, as far as
 * the BFF speaks to it. `settings` are the BFF's. Rejects where a process does not come up.
 */
export async function startServers({
  wechat = false,
  settings = {},
}: { wechat?: boolean; settings?: Record<string, string> } = {}): Promise<Servers> {
  const data = await mkdtemp(join(tmpdir(), 'huati-client-'));
  const [model, people] = await Promise.all([
    // It thinks for no time before an answer, unless a plan says so.
    start(
      'deploy/local/src/model/main.ts',
      { DEMO_MODEL_PORT: '0', DEMO_MODEL_CONTROL: '1', DEMO_MODEL_FIRST_TOKEN_MS: '0' },
      /listening on (\S+)/,
    ),
    wechat
      ? start('deploy/local/src/wechat/main.ts', { DEMO_WECHAT_PORT: '0', ...WECHAT }, /listening on (\S+)/)
      : undefined,
  ]);
  const bff = await start(
    'bff/src/main.ts',
    {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: data,
      LLM_BASE_URL: `${model.found}/v1`,
      LLM_MODEL: 'huati-demo',
      ASKS_PER_MINUTE: '0',
      ...settings,
      ...(people && {
        WECHAT_APPID: WECHAT.DEMO_WECHAT_APPID,
        WECHAT_SECRET: WECHAT.DEMO_WECHAT_SECRET,
        WECHAT_BASE_URL: people.found,
      }),
    },
    /"port":(\d+)[^\n]*"listening"/,
  );
  const wire = await startWire(Number(bff.found));
  return {
    ...wire,
    async plan(plan, times = 1) {
      const body = JSON.stringify({ plan, times });
      const reply = await fetch(`${model.found}/__plan`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!reply.ok) throw new Error(`the model refused the plan: ${await reply.text()}`);
    },
    async prompted() {
      const requests = (await (await fetch(`${model.found}/__requests`)).json()) as { path: string }[];
      return JSON.stringify(requests.filter(({ path }) => path.endsWith('/chat/completions')));
    },
    async close() {
      await wire.close();
      await Promise.all([bff, model, ...(people ? [people] : [])].map(({ child }) => stop(child)));
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function startWire(target: number) {
  const open = new Set<Socket>();
  let down = false;
  const server = createServer((near) => {
    if (down) return near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => open.forEach((socket) => socket.destroy());
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    setDown: (next: boolean) => void (down = next),
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function start(
  file: string,
  environment: Record<string, string>,
  ready: RegExp,
): Promise<{ child: ChildProcess; found: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: root,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string): void => reject(new Error(`${file} ${why}:\n${output}`));
    const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = ready.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve({ child, found });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => fail('ended'));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
