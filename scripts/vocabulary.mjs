import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { at } from './lib/paths.mjs';
import { command, say, Told } from './lib/say.mjs';

/**
 * Makes `bff/src/upstreams/model/tokens/qwen.txt.br` from the `tokenizer.json` of a Qwen model, 11 MB: its merges alone, a line each, for
 * the rest of such a file follows from them. Run by hand, once for a new generation of models.
 *
 * Usage: node scripts/vocabulary.mjs path/to/tokenizer.json
 */
await command(() => {
  const [path] = process.argv.slice(2);
  if (!path) throw new Told('  Usage: node scripts/vocabulary.mjs path/to/tokenizer.json');
  const { model } = JSON.parse(readFileSync(path, 'utf8'));
  /** @type {string[]} */
  const merges = model.merges.map((/** @type {string | string[]} */ merge) => [merge].flat().join(' '));
  for (const [index, merge] of merges.entries()) {
    // The 256 bytes come first, then what each merge makes, in their order.
    if (model.vocab[merge.replace(' ', '')] !== 256 + index)
      throw new Told(`  Merge ${index} is not token ${256 + index}.`);
  }
  const text = merges.join('\n');
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };
  writeFileSync(at('bff/src/upstreams/model/tokens/qwen.txt.br'), brotliCompressSync(text, options));
  say(`  ${merges.length} merges, SHA-256 ${createHash('sha256').update(text).digest('hex')}`);
  return Promise.resolve();
});
