import './lib/node-version.mjs';
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { command } from './lib/say.mjs';
import { loadDotEnv } from './lib/settings.mjs';

// `npm run graphrag -- ask "…"`: the command line of the GraphRAG service, in the folder where npm was called.
await command(async () => {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  process.chdir(root);
  loadDotEnv();
  await ensureInstalled();
  await build('graphrag');
  const { code } = await run(process.execPath, [`${root}/graphrag/dist/cli.js`, ...process.argv.slice(2)], { cwd });
  process.exitCode = code;
});
