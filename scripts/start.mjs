import './lib/node-version.mjs';
import { qrCode, welcome } from './lib/banner.mjs';
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { lanAddresses } from './lib/lan.mjs';
import { isFree } from './lib/ports.mjs';
import { root } from './lib/paths.mjs';
import { endRunning } from './lib/run.mjs';
import { command, elapsed, say, step, Told } from './lib/say.mjs';
import { KNOWLEDGE, startBff, startKnowledge, startModel } from './lib/servers.mjs';
import { hasSample, knowing, knowledgeSettings, loadDotEnv, readSettings } from './lib/settings.mjs';
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

/** @typedef {ReturnType<typeof readSettings>} Settings */
/** @typedef {import('./lib/children.mjs').Child} Child */

/** @param {Settings} settings */
async function prepare({ demo, knowledge }) {
  await ensureInstalled();
  await build('bff');
  if (demo) await build('local');
  if (knowledge) await build('graphrag');
  await build('client:h5');
}

/** @param {number} port @param {boolean} demo @param {import('./lib/banner.mjs').Knowledge | undefined} knowledge */
function greet(port, demo, knowledge) {
  const lan = lanAddresses();
  const model = process.env.LLM_MODEL;
  say(`\n${welcome({ port, lan, demo, model, knowledge, seconds: elapsed() })}\n`);
  if (lan[0]) say(qrCode(`http://${lan[0]}:${port}`));
}

await command(async () => {
  process.chdir(root);
  loadDotEnv();
  const settings = readSettings();
  const { port: asked, demo, verbose } = settings;
  const told = untilTold(endRunning);
  await checkPort(asked);
  await prepare(settings);

  /** @type {Child[]} */
  const children = [];
  try {
    const [model, knowledge] = await beside(settings, children, told.signal);
    const env = {
      ...(model && { LLM_BASE_URL: `${model}/v1`, LLM_MODEL: DEMO_MODEL }),
      ...(knowledge && knowing(knowledge)),
    };
    const port = await step('Starting the server · 启动服务', () =>
      startBff(children, { env, verbose, signal: told.signal }),
    );
    greet(port, demo, knowledge === undefined ? undefined : { url: knowledge, sample: hasSample() });
    process.exitCode = await Promise.race([told.code, ...children.map((child) => died(child))]);
  } finally {
    // The BFF before the others: what it is writing may still end in order.
    await stopInOrder(children.toReversed());
    told.forget();
  }
});

/**
 * Starts what the server needs and is not configured, all at once.
 *
 * @param {Settings} settings
 * @param {Child[]} children
 * @param {AbortSignal} signal
 * @returns {Promise<(string | undefined)[]>} the addresses of the model and of the GraphRAG service, where they were started
 */
async function beside(settings, children, signal) {
  const { demo, knowledge, verbose } = settings;
  const env = knowledge ? await knowledgeSettings(settings) : {};
  return Promise.all([
    demo ? step('Starting the demo model · 启动演示模型', () => startModel(children, signal)) : undefined,
    knowledge
      ? step('Starting the GraphRAG service · 启动知识服务', () => startKnowledge(children, { env, verbose, signal }))
      : undefined,
  ]);
}

/** @param {Child} child */
async function died(child) {
  const code = await child.ended;
  if (child.name === KNOWLEDGE && process.exitCode === undefined) {
    say('  The GraphRAG service ended by itself: answers go on without it. · 知识服务意外退出，回答不再有资料依据。');
    // Answers rest on nothing without it, yet they are answers.
    return new Promise(() => undefined);
  }
  if (process.exitCode === undefined) say(`  The ${child.name} ended by itself, with code ${code}. · 进程意外退出`);
  return code;
}
