import { expect, it } from 'vitest';
import { addFacts, FactsInMemory } from '../../src/stores/facts-in-memory';
import { fact } from './facts';

it('facts that are gone leave none of their texts behind', () => {
  const graph = new FactsInMemory();
  addFacts(graph, fact('stays#1', ['小米', 'INVEST', '字节跳动']));
  for (let n = 0; n < 500; n += 1) {
    addFacts(graph, fact(`d${n}#1`, [`甲${n}`, 'INVEST', `乙${n}`]));
    graph.removeDocument(`d${n}`);
  }
  expect(graph.texts).toBeLessThan(50);
  expect(graph.size).toBe(3);
});
