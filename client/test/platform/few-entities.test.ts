// @vitest-environment node
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { fewEntities, NAMES } from '../../build/few-entities';

const { unescapeAll } = new MarkdownIt().utils;

type Decode = (text: string) => string;

/** The script that stands in the build for the package, as it runs there. */
async function decoder(): Promise<Decode> {
  const { load } = fewEntities() as unknown as { load: (id: string) => string };
  const script = load('\0huati:few-entities');
  const module = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as { decodeHTML: Decode };
  return module.decodeHTML;
}

describe('names of characters in the mini-program', () => {
  it('are those that every browser knows', async () => {
    const decode = await decoder();
    const names = NAMES.trim()
      .split(/[\n,]/)
      .map((pair) => `&${pair.split(' ')[0] ?? ''};`);
    expect(names.length).toBeGreaterThan(252);
    expect(names.map(decode)).toEqual(names.map((name) => unescapeAll(name)));
  });

  it('are read as they stand there where they are none', async () => {
    const decode = await decoder();
    expect(decode('&toString;')).toBe('&toString;');
    expect(decode('&nosuch;')).toBe('&nosuch;');
  });
});
