import { at } from './paths.mjs';
import { Told } from './say.mjs';

/** Our own packages that programs are made of. */
const PACKAGES = ['shared', 'ranking', 'extraction', 'graphrag'];

/**
 * Bundles one program of ours for Node: our own code into one file, packages left where npm put them.
 *
 * @param {string} entry TypeScript file below the root
 * @param {string} outfile below the root
 */
export async function bundle(entry, outfile) {
  const { build } = await import('esbuild');
  try {
    await build({
      entryPoints: [at(entry)],
      outfile: at(outfile),
      absWorkingDir: at(),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      // These are TypeScript source, which Node cannot run, so they are the packages that go into the bundle.
      alias: Object.fromEntries(PACKAGES.map((name) => [`@huati/${name}`, at(name, 'src/index.ts')])),
      sourcemap: true,
      logLevel: 'silent',
    });
  } catch (error) {
    throw new Told(error instanceof Error ? error.message : String(error));
  }
}
