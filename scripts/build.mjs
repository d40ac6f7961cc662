import './lib/node-version.mjs';
import { build, targets } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { command, say } from './lib/say.mjs';

// `npm run build` builds all that changed, `npm run build bff client:h5` only what is named.
await command(async () => {
  const asked = process.argv.slice(2);
  await ensureInstalled();
  for (const name of asked.length > 0 ? asked : Object.keys(targets)) {
    if ((await build(name, { capture: false })) === 'fresh') say(`  = ${name}: nothing changed`);
  }
});
