import { expect, it } from 'vitest';
import { SAMPLE, service } from '../harness';

it('gives nothing to a question whose words meet those of the documents by chance', async () => {
  const client = await service({ GRAPHRAG_SAMPLE: SAMPLE });
  await client.started.settled();
  for (const question of ['用表格比较三种排序算法', '写一首关于春天的诗']) {
    expect((await client.ask(question)).records, question).toEqual([]);
  }
  const { linked, records } = await client.ask('召回以后更换电池包要用多长时间？');
  expect(linked).toEqual([]);
  expect(records.map(({ content }) => content).join('')).toMatch(/三小\s*时/);
});
