import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namingKey } from '../../src/stores/facts-in-memory';
import type { GraphStore, RelationsWanted } from '../../src/stores/graph-store';
import { all, fact, named, told } from './facts';

const EVERYBODY = { owner: '' };
const MANY = 100;

/** Texts that would be more than text where a query is put together from them. */
const HOSTILE = [
  "'; DROP",
  '`',
  '"',
  '}) DETACH DELETE n //',
  '\\',
  '$owner',
  '小米\n\u2028🙂',
  "' OR 1=1 --",
  '{id: 1}',
];

/** What every graph store does. `open` gives an empty one. */
export function graphSuite(open: () => Promise<GraphStore>): void {
  let graph: GraphStore;
  beforeEach(async () => {
    graph = await open();
  });
  afterEach(() => graph.close());

  const relations = async (entityIds: string[], more: Partial<RelationsWanted> = {}) =>
    graph.relations({ entityIds, direction: 'both', viewer: EVERYBODY, limit: MANY, ...more });
  const triples = async (entityIds: string[], more: Partial<RelationsWanted> = {}) =>
    (await relations(entityIds, more)).map(({ source, type, target }) => `${source} ${type} ${target}`).sort();

  describe('relations', () => {
    beforeEach(async () => {
      await graph.put(fact('d1#1', ['小米', 'INVEST', '字节跳动']));
      await graph.put(fact('d1#2', ['字节跳动', 'ACQUIRE', '墨刀']));
      await graph.put(fact('d2#1', ['红杉', 'INVEST', '字节跳动']));
      await graph.put(fact('d2#1', ['红杉', 'INVEST', '红杉']));
    });

    it('are found by their ends, direction and type', async () => {
      expect(await triples(['字节跳动'])).toEqual(
        ['字节跳动 ACQUIRE 墨刀', '小米 INVEST 字节跳动', '红杉 INVEST 字节跳动'].sort(),
      );
      expect(await triples(['字节跳动'], { direction: 'out' })).toEqual(['字节跳动 ACQUIRE 墨刀']);
      expect(await triples(['字节跳动'], { direction: 'in', types: ['INVEST'] })).toEqual(
        ['小米 INVEST 字节跳动', '红杉 INVEST 字节跳动'].sort(),
      );
      expect(await triples(['字节跳动'], { types: [] })).toEqual([]);
      expect(await triples([])).toEqual([]);
      expect(await triples(['没有'])).toEqual([]);
    });

    it('are found by both of their ends', async () => {
      const otherIds = ['小米', '墨刀', '红杉', '没有'];
      expect(await triples(['字节跳动'], { otherIds })).toHaveLength(3);
      expect(await triples(['字节跳动'], { otherIds, direction: 'out' })).toEqual(['字节跳动 ACQUIRE 墨刀']);
      expect(await triples(['字节跳动', '小米'], { otherIds: ['红杉'] })).toEqual(['红杉 INVEST 字节跳动']);
      expect(await triples(['字节跳动'], { otherIds: ['红杉'], types: ['ACQUIRE'] })).toEqual([]);
      expect(await triples(['红杉'], { otherIds: ['红杉'], direction: 'in' })).toEqual(['红杉 INVEST 红杉']);
      expect(await relations(['红杉', '小米'], { otherIds: ['字节跳动'], limit: 1 })).toHaveLength(1);
      expect(await triples(['小米'], { otherIds: ['墨刀'] })).toEqual([]);
      expect(await triples(['小米'], { otherIds: [] })).toEqual([]);
    });

    it('come once each, whole, with their own words', async () => {
      expect(await triples(['红杉', '红杉', '字节跳动', '小米'])).toHaveLength(4);
      expect(await triples(['红杉'], { types: ['INVEST'] })).toHaveLength(2);
      expect(await relations(['墨刀'])).toEqual([told('d1#2', ['字节跳动', 'ACQUIRE', '墨刀'])]);
    });

    it('are the same ones each time where there are too many', async () => {
      const two = await relations(['字节跳动', '红杉'], { limit: 2 });
      expect(two).toHaveLength(2);
      expect(await relations(['红杉', '字节跳动'], { limit: 2 })).toEqual(two);
      expect((await relations(['红杉', '字节跳动'])).slice(0, 2)).toEqual(two);
    });

    it('are found by the chunks that tell them, in the order of these', async () => {
      const ids = (await graph.told(['d2#1', 'none', 'd1#2', 'd2#1'], EVERYBODY, MANY)).map(({ chunkId }) => chunkId);
      expect(ids).toEqual(['d2#1', 'd2#1', 'd1#2']);
      expect(await graph.told(['d2#1', 'd1#2'], EVERYBODY, 1)).toHaveLength(1);
      expect(await graph.told([], EVERYBODY, MANY)).toEqual([]);
    });

    it('of data have no chunk that tells them', async () => {
      await graph.put({ entities: [], relations: [told('d3#1', ['小米', 'INVEST', '墨刀'], { chunkId: '' })] });
      expect(await graph.told([''], EVERYBODY, MANY)).toEqual([]);
      expect(await triples(['墨刀'], { types: ['INVEST'] })).toEqual(['小米 INVEST 墨刀']);
    });

    it('are not looked for once nobody waits', async () => {
      const signal = AbortSignal.abort(new Error('too late'));
      await expect(relations(['红杉'], { signal })).rejects.toThrow('too late');
      await expect(graph.told(['d2#1'], EVERYBODY, MANY, signal)).rejects.toThrow('too late');
    });
  });

  describe('names', () => {
    it('make entities as most documents say', async () => {
      await graph.put({ entities: [named('d1', 'XIAOMI', { type: 'Person' })], relations: [] });
      await graph.put({ entities: [named('d2', 'Xiaomi', { aliases: ['小米科技'] })], relations: [] });
      await graph.put({ entities: [named('d3', 'Xiaomi', { type: '' })], relations: [] });
      expect(await graph.entities(['none', 'xiaomi'], EVERYBODY)).toEqual([
        { id: 'xiaomi', name: 'Xiaomi', type: 'Company' },
      ]);
      const known = await all(graph.names());
      expect(known).toHaveLength(3);
      expect(known).toContainEqual({ name: '小米科技', entityId: 'xiaomi', owner: '', alias: true });
      expect(known).toContainEqual({ name: 'XIAOMI', entityId: 'xiaomi', owner: '', alias: false });
    });

    it('come in the order in which they are asked for', async () => {
      await graph.put({ entities: [named('d1', 'b'), named('d1', 'a')], relations: [] });
      expect((await graph.entities(['b', 'a'], EVERYBODY)).map(({ id }) => id)).toEqual(['b', 'a']);
      expect(await graph.entities([], EVERYBODY)).toEqual([]);
    });

    it('are all told, of more entities than one page', async () => {
      const many = Array.from({ length: 60 }, (_, at) => named('d1', `公司${at}`));
      await graph.put({ entities: many, relations: [] });
      expect(new Set((await all(graph.names())).map(({ name }) => name)).size).toBe(60);
    });
  });

  describe('owners', () => {
    beforeEach(async () => {
      await graph.put(fact('org#1', ['小米', 'INVEST', '字节跳动']));
      await graph.put(fact('mine#1', ['小米', 'INVEST', '秘密'], 'me'));
      await graph.put({ entities: [named('yours', '小米', { owner: 'you', type: 'Fruit' })], relations: [] });
      await graph.put({ entities: [named('yours2', '小米', { owner: 'you', type: 'Fruit' })], relations: [] });
    });

    it('see what is theirs and the organisation’s, and nothing else', async () => {
      expect(await triples(['小米'])).toEqual(['小米 INVEST 字节跳动']);
      expect(await triples(['小米'], { viewer: { owner: 'you' } })).toEqual(['小米 INVEST 字节跳动']);
      expect(await triples(['小米'], { viewer: { owner: 'me' } })).toHaveLength(2);
      expect(await graph.entities(['秘密'], EVERYBODY)).toEqual([]);
      expect(await graph.entities(['秘密'], { owner: 'you' })).toEqual([]);
      expect(await graph.entities(['秘密', '小米'], { owner: 'me' })).toHaveLength(2);
      expect(await graph.told(['mine#1'], { owner: 'you' }, MANY)).toEqual([]);
      expect(await graph.told(['mine#1'], { owner: 'me' }, MANY)).toHaveLength(1);
    });

    it('do not change what others see of an entity', async () => {
      expect(await graph.entities(['小米'], { owner: 'you' })).toMatchObject([{ type: 'Fruit' }]);
      expect(await graph.entities(['小米'], { owner: 'me' })).toMatchObject([{ type: 'Company' }]);
      expect(await graph.entities(['小米'], EVERYBODY)).toMatchObject([{ type: 'Company' }]);
    });

    it('are counted', async () => {
      expect(await graph.counts()).toEqual({ entities: 3, relations: 2 });
      expect(await graph.counts('')).toEqual({ entities: 2, relations: 1 });
      expect(await graph.counts('me')).toEqual({ entities: 2, relations: 1 });
      expect(await graph.counts('nobody')).toEqual({ entities: 0, relations: 0 });
    });
  });

  describe('writing', () => {
    it('the same again changes nothing', async () => {
      const facts = fact('d1#1', ['小米', 'INVEST', '字节跳动']);
      await graph.put(facts);
      await Promise.all([graph.put(facts), graph.put(facts)]);
      expect(await graph.counts()).toEqual({ entities: 2, relations: 1 });
      expect(await all(graph.names())).toHaveLength(2);
    });

    it('the same relation in other words has the later ones', async () => {
      await graph.put(fact('d1#1', ['小米', 'INVEST', '字节跳动']));
      const again = told('d1#1', ['小米', 'INVEST', '字节跳动'], { quote: '小米投资了字节跳动。' });
      await graph.put({ entities: [], relations: [again] });
      expect(await relations(['小米'])).toEqual([again]);
    });

    it('a document that goes takes what it alone told', async () => {
      await graph.put(fact('d1#1', ['小米', 'INVEST', '字节跳动']));
      await graph.put(fact('d2#1', ['小米', 'INVEST', '字节跳动']));
      await graph.put(fact('d2#2', ['小米', 'INVEST', '墨刀']));
      await graph.removeDocument('d2');
      expect(await graph.counts()).toEqual({ entities: 2, relations: 1 });
      expect(await relations(['小米'])).toEqual([told('d1#1', ['小米', 'INVEST', '字节跳动'])]);
      expect(await graph.entities(['墨刀'], EVERYBODY)).toEqual([]);
      await graph.removeDocument('d1');
      await graph.removeDocument('d1');
      await graph.removeDocument('never there');
      expect(await graph.counts()).toEqual({ entities: 0, relations: 0 });
      expect(await all(graph.names())).toEqual([]);
      await graph.put(fact('d2#2', ['小米', 'INVEST', '墨刀']));
      expect(await graph.counts()).toEqual({ entities: 2, relations: 1 });
    });

    it('a document keeps what it still tells, and nothing else', async () => {
      const still = fact('d2#1', ['小米', 'INVEST', '字节跳动']);
      await graph.put(fact('d1#1', ['小米', 'INVEST', '墨刀']));
      await graph.put(still);
      await graph.put(fact('d2#2', ['小米', 'INVEST', '墨刀']));
      await graph.put(fact('d2#2', ['红杉', 'INVEST', '秘密']));
      await graph.put({ entities: [named('d2', '小米', { aliases: ['米'], type: 'Fruit' })], relations: [] });
      const kept = {
        relations: new Set(still.relations.map(({ id }) => id)),
        namings: new Set(still.entities.map((entity) => namingKey({ ...entity, alias: false }))),
      };
      expect(await graph.retain('d2', kept)).toBe(true);
      expect(await triples(['小米', '红杉'])).toEqual(['小米 INVEST 墨刀', '小米 INVEST 字节跳动'].sort());
      expect(await graph.counts()).toEqual({ entities: 3, relations: 2 });
      const known = (await all(graph.names())).map(({ name }) => name);
      expect(known).not.toContain('米');
      expect(await graph.entities(['小米', '秘密'], EVERYBODY)).toMatchObject([{ type: 'Company' }]);
      expect(await graph.retain('d2', kept)).toBe(false);
      expect(await graph.retain('never there', kept)).toBe(false);
      await graph.retain('d2', { relations: new Set(), namings: new Set() });
      expect(await triples(['小米'])).toEqual(['小米 INVEST 墨刀']);
      await graph.removeDocument('d1');
      expect(await graph.counts()).toEqual({ entities: 0, relations: 0 });
    });

    it('nothing is written of nothing', async () => {
      await graph.put({ entities: [], relations: [] });
      expect(await graph.counts()).toEqual({ entities: 0, relations: 0 });
      await graph.ping();
    });

    it('any text is only text', async () => {
      for (const text of HOSTILE) {
        await graph.put({
          entities: [named(text, text, { type: text, aliases: [`${text} 2`] })],
          relations: [told(`${text}#1`, [text, text, '小米'], { documentId: text, quote: text })],
        });
      }
      for (const text of HOSTILE) {
        const [entity] = await graph.entities([named('', text).entityId], EVERYBODY);
        expect(entity).toMatchObject({ name: text, type: text });
        expect(await relations([named('', text).entityId], { types: [text] })).toMatchObject([
          { type: text, quote: text },
        ]);
        expect(await graph.told([`${text}#1`], EVERYBODY, MANY)).toHaveLength(1);
        expect(await graph.counts(text)).toEqual({ entities: 0, relations: 0 });
        expect(await relations([text], { viewer: { owner: text }, types: ['no such'] })).toEqual([]);
      }
      for (const text of HOSTILE) await graph.removeDocument(text);
      expect(await graph.counts()).toEqual({ entities: 0, relations: 0 });
    });
  });
}
