import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entityIdOf } from '../../src/entity-id';
import { Linker } from '../../src/pipeline/link';

const everybody = { owner: '' };

function linkerOf(names: readonly string[], owner = ''): Linker {
  const linker = new Linker();
  linker.add(names.map((name) => ({ name, entityId: entityIdOf(name), owner, alias: false })));
  return linker;
}

const surfaces = (linker: Linker, question: string) => linker.links(question, everybody).map(({ surface }) => surface);

describe('names in questions', () => {
  it('takes the longest, and of those that overlap the first', () => {
    const linker = linkerOf(['小鹏', '小鹏汽车', '汽车工业']);
    expect(surfaces(linker, '谁投资了小鹏汽车工业')).toEqual(['小鹏汽车']);
    expect(surfaces(linker, '小鹏和汽车工业')).toEqual(['小鹏', '汽车工业']);
  });

  it('tells places in the question as it was given, whatever its width, marks and spaces', () => {
    const linker = linkerOf(['ABC 资本', 'Café Noir', '㍿云岚']);
    for (const question of ['问：ＡＢＣ　 资本 如何？', '😀 Cafe\u0301  Noir?', 'x ㍿云岚 y']) {
      const [link] = linker.links(question, everybody);
      expect(link && question.slice(link.start, link.end)).toBe(link?.surface);
      expect(link && entityIdOf(link.surface)).toBe(link?.entityId);
    }
  });

  it('finds Latin names as whole words only, and a single sign where it is quoted', () => {
    const linker = linkerOf(['Arc', '云', 'the']);
    expect(surfaces(linker, 'search the archive of Arc用户')).toEqual(['Arc']);
    expect(surfaces(linker, '云是什么')).toEqual([]);
    expect(surfaces(linker, '“云”是什么')).toEqual(['云']);
  });

  it('gives every meaning of a name, main names first', () => {
    const linker = linkerOf(['启衡资本', '启衡机器人']);
    linker.add(['启衡资本', '启衡机器人'].map((entityId) => ({ name: '启衡', entityId, owner: '', alias: true })));
    expect(linker.links('启衡是谁', everybody)).toMatchObject([
      { entityId: '启衡资本', how: 'alias', start: 0, end: 2 },
      { entityId: '启衡机器人', how: 'alias', start: 0, end: 2 },
    ]);
  });

  it('shows nobody the names of others', async () => {
    const linker = linkerOf(['秘密计划'], 'ann');
    expect(linker.links('秘密计划进展', { owner: 'ben' })).toEqual([]);
    expect(linker.links('秘密计划进展', { owner: 'ann' })).toHaveLength(1);
    const nothing = (async function* () {
      await Promise.resolve();
      yield* [];
    })();
    await linker.reload(nothing);
    expect(linker.links('秘密计划进展', { owner: 'ann' })).toEqual([]);
  });

  it('finds what a plain search of every name finds', () => {
    const han = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁'), minLength: 2, maxLength: 4 });
    const question = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁', '，'), maxLength: 24 });
    fc.assert(
      fc.property(fc.uniqueArray(han, { maxLength: 12 }), question, (names, text) => {
        const found = linkerOf(names).links(text, everybody);
        expect(found.map(({ start, surface }) => [start, surface])).toEqual(plainly(names, text));
      }),
    );
  });
});

/** All names at all places; the longest are taken first, of equally long ones the first, where nothing is taken yet. */
function plainly(names: readonly string[], text: string): [number, string][] {
  const all = names.flatMap((name) =>
    [...text].flatMap((_, at): [number, string][] => (text.startsWith(name, at) ? [[at, name]] : [])),
  );
  all.sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const taken = new Set<number>();
  const kept = all.filter(([at, { length }]) => {
    const units = Array.from({ length }, (_, unit) => at + unit);
    if (units.some((unit) => taken.has(unit))) return false;
    for (const unit of units) taken.add(unit);
    return true;
  });
  return kept.sort((a, b) => a[0] - b[0]);
}
