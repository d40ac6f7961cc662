import './lib/node-version.mjs';
import { qrCode, welcome } from './lib/banner.mjs';
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { lanAddresses } from './lib/lan.mjs';
import { isFree } from './lib/ports.mjs';
import { root } from './lib/paths.mjs';
import { endRunning } from './lib/run.mjs';
import { command, elapsed, say, step, Told } from './lib/say.mjs';
import { startBff, startModel } from './lib/servers.mjs';
import { loadDotEnv, readSettings } from './lib/settings.mjs';
import { untilTold } from './lib/until-told.mjs';
import { stopInOrder } from './lib/children.mjs';

const DEMO_MODEL = 'huati-demo';

/** @param {number} port */
async function checkPort(port) {
  if (await isFree(port)) return;
  throw new Told(`  Port ${port} is taken by another program. Choose another one, or 0 to have one picked:
  端口 ${port} 已被占用。请换一个端口，或设为 0 自动选择：

    PORT=${port + 1} npm start`);
}

/** @param {boolean} demo */
async function prepare(demo) {
  await ensureInstalled();
  await build('bff');
  if (demo) await build('local');
  await build('client:h5');
}

/** @param {number} port @param {boolean} demo */
function greet(port, demo) {
  const lan = lanAddresses();
  const model = process.env.LLM_MODEL;
  say(`\n${welcome({ port, lan, demo, model, seconds: elapsed() })}\n`);
  if (lan[0]) say(qrCode(`http://${lan[0]}:${port}`));
}

await command(async () => {
  process.chdir(root);
  loadDotEnv();
  const { port: asked, demo, verbose } = readSettings();
  const told = untilTold(endRunning);
  await checkPort(asked);
  await prepare(demo);

  /** @type {import('./lib/children.mjs').Child[]} */
  const children = [];
  try {
    const model = demo
      ? await step('Starting the demo model · 启动演示模型', () => startModel(children, told.signal))
      : undefined;
    const env = model ? { LLM_BASE_URL: `${model}/v1`, LLM_MODEL: DEMO_MODEL } : {};
    const port = await step('Starting the server · 启动服务', () =>
      startBff(children, { env, verbose, signal: told.signal }),
    );
    greet(port, demo);
    process.exitCode = await Promise.race([told.code, ...children.map((child) => died(child))]);
  } finally {
    // The BFF before the model: what it is writing may still end in order.
    await stopInOrder(children.toReversed());
    told.forget();
  }
});

/** @param {import('./lib/children.mjs').Child} child */
async function died(child) {
  const code = await child.ended;
  if (process.exitCode === undefined) say(`  The ${child.name} ended by itself, with code ${code}. · 进程意外退出`);
  return code;
}
