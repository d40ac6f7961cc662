import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createLogger, readConfig, startGraphRag } from '../../src';
import { folder, SAMPLE, service } from '../harness';

it.each([0, 100, 400])('ends within seconds, %i ms after it began to take its sample in', async (ms) => {
  const dir = await folder();
  const env = { GRAPHRAG_DATA_DIR: dir, GRAPHRAG_SAMPLE: SAMPLE };
  const started = await startGraphRag(readConfig({ GRAPHRAG_PORT: '0', ...env }), createLogger('silent'));
  await new Promise((resolve) => setTimeout(resolve, ms));
  await started.close();
  expect((await readdir(dir)).filter((name) => name.endsWith('.lock'))).toEqual([]);
  const again = await service(env);
  await again.started.settled();
  expect(await again.about()).toMatchObject({ processing: 0, answers: 6 });
});
