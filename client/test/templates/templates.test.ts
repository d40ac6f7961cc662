import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { matching, nextBlank, previousBlank, slashQuery, useTemplates, withWritten } from '@/features/templates';
import { initialsOf } from '@/features/templates/initials';
import { libraries } from '@/features/templates/library';
import { setLocale } from '@/i18n';
import { api, WireFailure } from '@/transport';
import { snackbar } from '@/ui/snackbar';

const offered = libraries['zh-CN'].map((template) => ({ ...template, own: false }));
const found = (query: string): string[] => matching(offered, query).map(({ name }) => name);

describe('what opens the list', () => {
  it.each([
    ['/', ''],
    ['／翻译', '翻译'],
    ['、fy', 'fy'],
    ['/ ZJ ', 'zj'],
  ])('is a slash of either keyboard: %j', (text, query) => expect(slashQuery(text)).toBe(query));

  it.each(['', '你好', '1/2', '/第一行\n第二行', `/${'x'.repeat(20)}`])('is not %j', (text) => {
    expect(slashQuery(text)).toBeNull();
  });
});

describe('templates', () => {
  it('are found by their names, the initials of their pinyin, and other words', () => {
    expect(found('').length).toBe(offered.length);
    expect(found('翻译')).toEqual(['翻译成英文', '翻译成中文']);
    expect(found('zjyd')).toEqual(['总结要点']);
    expect(found('rs')).toEqual(['润色']);
    expect(found('xyj')).toEqual(['写邮件']);
    expect(found('mail')).toEqual(['写邮件']);
    expect(found('要点')).toEqual(['总结要点']);
    expect(found('没有这个')).toEqual([]);
  });

  it('are the same in both languages', () => {
    expect(libraries.en.map(({ id }) => id)).toEqual(libraries['zh-CN'].map(({ id }) => id));
  });

  it('have initials for every sound', () => {
    expect(initialsOf('啊吧从的额法个好及看来吗你哦怕起人是他我想一在A1')).toBe('abcdefghjklmnopqrstwxyza1');
    expect(initialsOf('林流路略卢妈买木那女欧怕普去让若赛所他她天妥外我')).toBe('lllllmmmnnoppqrrssttttww');
  });
});

describe('blanks', () => {
  const text = '给{谁}写：{事情}';

  it('are gone through in a circle', () => {
    const first = { start: 1, end: 4 };
    const last = { start: 6, end: 10 };
    expect([nextBlank(text, 0), nextBlank(text, 4), nextBlank(text, 10)]).toEqual([first, last, first]);
    expect([previousBlank(text, 6), previousBlank(text, 1)]).toEqual([first, last]);
    expect(nextBlank('没有{}{\n}', 0)).toBeNull();
  });

  it('take what was written already', () => {
    expect(withWritten('翻译：{内容}', '  ')).toBe('翻译：{内容}');
    expect(withWritten('{甲}和{乙}', '$& {x}')).toBe('{甲}和$& {x}');
    expect(withWritten('继续', '正文')).toBe('继续\n\n正文');
  });
});

describe('one’s own', () => {
  const mine = { id: '0b6b2c1e-5a53-4a7e-9f3c-111111111111', name: '周会', text: '整理：{记录}' };

  beforeEach(() => {
    localStorage.clear();
    setLocale('zh-CN');
    setActivePinia(createPinia());
    vi.restoreAllMocks();
  });

  it('stand before the library, and are there without a network', async () => {
    vi.spyOn(api, 'templates').mockResolvedValue([mine]);
    await useTemplates().load();
    expect(useTemplates().all[0]).toMatchObject({ ...mine, own: true });
    setActivePinia(createPinia());
    vi.spyOn(api, 'templates').mockRejectedValue(new WireFailure('offline', 'no network'));
    await useTemplates().load();
    expect(useTemplates().own).toEqual([mine]);
  });

  it('are deleted, and brought back under the same id', async () => {
    vi.spyOn(api, 'templates').mockResolvedValue([mine]);
    vi.spyOn(api, 'deleteTemplate').mockResolvedValue();
    const keep = vi.spyOn(api, 'keepTemplate').mockImplementation((id, draft) => Promise.resolve({ id, ...draft }));
    const templates = useTemplates();
    await templates.load();
    await templates.remove(mine);
    expect(templates.own).toEqual([]);
    snackbar.value?.action?.run();
    await vi.waitFor(() => expect(templates.own).toEqual([mine]));
    expect(keep.mock.calls[0]?.[0]).toBe(mine.id);
  });

  it('that were just kept are not lost to a list that was asked for before', async () => {
    let answer = (): void => undefined;
    vi.spyOn(api, 'templates').mockReturnValue(new Promise((resolve) => (answer = () => resolve([]))));
    vi.spyOn(api, 'keepTemplate').mockImplementation((id, draft) => Promise.resolve({ id, ...draft }));
    const templates = useTemplates();
    const loading = templates.load();
    await templates.save(null, { name: '新', text: '新' });
    answer();
    await loading;
    expect(templates.own.map(({ name }) => name)).toEqual(['新']);
  });
});
