import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from './product';

const built = fileURLToPath(new URL('../../dist/build/h5', import.meta.url));

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

describe('on the home screen', () => {
  interface Icon {
    src: string;
    sizes: string;
    type: string;
    purpose?: string;
  }

  it('the program has a name, a page to start with and icons that are there in the sizes it tells', async () => {
    const response = await fetch(`${product.url}/manifest.webmanifest`);
    expect(response.headers.get('content-type')).toContain('manifest+json');
    const manifest = (await response.json()) as { name: string; start_url: string; display: string; icons: Icon[] };
    expect(manifest).toMatchObject({ name: '话题 Huati', start_url: '/', scope: '/', display: 'standalone' });
    const sizes = manifest.icons.map(({ sizes: told }) => told);
    expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
    for (const { src, sizes: told, type } of manifest.icons) {
      const icon = await fetch(`${product.url}${src}`);
      expect([src, icon.status, icon.headers.get('content-type')]).toEqual([src, 200, expect.stringContaining(type)]);
      const bytes = Buffer.from(await icon.arrayBuffer());
      if (type === 'image/png') expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(told);
    }
  });

  it('all that the worker keeps was built', () => {
    const worker = readFileSync(`${built}/sw.js`, 'utf8');
    const urls = [...worker.matchAll(/["']?url["']?:\s*["'](\/[^"']+)["']/g)].map(([, found = '']) => found);
    expect(urls.length).toBeGreaterThan(20);
    expect(urls).toContain('/index.html');
    for (const found of urls) expect(() => readFileSync(`${built}${found}`), found).not.toThrow();
  });
});
