import './lib/node-version.mjs';
import { startChild, stopInOrder } from './lib/children.mjs';
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { at, root } from './lib/paths.mjs';
import { command, say } from './lib/say.mjs';
import { startKnowledge, startModel } from './lib/servers.mjs';
import { knowing, knowledgeSettings, loadDotEnv, readSettings } from './lib/settings.mjs';
import { untilTold } from './lib/until-told.mjs';

// `npm run dev`: the server starts again and the page is exchanged on each change of a source.
const DEMO_MODEL = 'huati-demo';

await command(async () => {
  process.chdir(root);
  loadDotEnv();
  const settings = readSettings();
  const { port, demo, knowledge } = settings;
  const told = untilTold(() => undefined);
  await ensureInstalled();
  if (demo) await build('local');
  if (knowledge) await build('graphrag');

  /** @type {import('./lib/children.mjs').Child[]} */
  const children = [];
  const print = (/** @type {string} */ name) => (/** @type {string} */ line) => say(`${name} │ ${line}`);
  try {
    const model = demo ? await startModel(children, told.signal) : undefined;
    const options = { env: await knowledgeSettings(settings), from: settings.from, signal: told.signal };
    const found = knowledge ? await startKnowledge(children, options) : undefined;
    const env = {
      ...(model && { LLM_BASE_URL: `${model}/v1`, LLM_MODEL: DEMO_MODEL }),
      ...(found && knowing(found)),
    };
    children.push(
      startChild('server', 'node_modules/tsx/dist/cli.mjs', env, print('bff'), { args: ['watch', 'bff/src/main.ts'] }),
      startChild(
        'client',
        'node_modules/vite/bin/vite.js',
        { HUATI_BFF: `http://127.0.0.1:${port}` },
        print('client'),
        { cwd: at('client'), args: ['--config', 'vite.web.config.ts'] },
      ),
    );
    process.exitCode = await Promise.race([told.code, ...children.map((child) => child.ended)]);
  } finally {
    await stopInOrder(children.toReversed());
    told.forget();
  }
});
