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
  const { port: asked, demo, from } = settings;
  const told = untilTold(endRunning);
  await checkPort(asked);
  await prepare(settings);

  /** @type {Child[]} */
  const children = [];
  try {
    const model = demo
      ? await step('Starting the demo model · 启动演示模型', () => startModel(children, told.signal))
      : undefined;
    const service = settings.knowledge ? await knowledgeBeside(settings, children, told.signal) : undefined;
    const knowledge = service?.url;
    const env = {
      ...(model && { LLM_BASE_URL: `${model}/v1`, LLM_MODEL: DEMO_MODEL }),
      ...(knowledge && knowing(knowledge)),
    };
    const [port, known] = await Promise.all([
      step('Starting the server · 启动服务', () => startBff(children, { env, from, signal: told.signal })),
      service?.up,
    ]);
    greet(port, demo, known === undefined ? undefined : { url: known, sample: hasSample() });
    process.exitCode = await Promise.race([told.code, ...children.map((child) => died(child))]);
  } finally {
    // The BFF before the others: what it is writing may still end in order.
    await stopInOrder(children.toReversed());
    told.forget();
  }
});

/**
 * Begins to start the GraphRAG service.
 *
 * @param {Settings} settings
 * @param {Child[]} children
 * @param {AbortSignal} signal
 * @returns {Promise<{ url: string, up: Promise<string | undefined> }>} where it is going to listen, and when it does, or is not waited for any more
 */
async function knowledgeBeside(settings, children, signal) {
  const env = await knowledgeSettings(settings);
  const { from } = settings;
  const up = step('Starting the GraphRAG service · 启动知识服务', () =>
    startKnowledge(children, { env, from, signal }),
  ).catch((/** @type {unknown} */ error) => {
    if (signal.aborted || !(error instanceof Told)) throw error;
    say(`${error.message}
  知识服务没有就绪：对话照常可用，它就绪之前的回答没有资料依据。
  The GraphRAG service is not ready: the chat works, and answers rest on no sources until it is.`);
    return undefined;
  });
  // Whoever waits for it hears of its failure; until then nobody does.
  up.catch(() => undefined);
  return { url: `http://127.0.0.1:${env.GRAPHRAG_PORT}`, up };
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
