import { describe, expect, it } from 'vitest';
import type { Attachment } from '@huati/shared';
import { fileReasons } from '@huati/shared';
import type { AttachedFile } from '@/features/files/attaching';
import { fileFailure, kindWords, mayArrive, sizeWords, standWords, stateWords } from '@/features/files/file-words';
import { placeWords } from '@/features/files/place-words';
import { denialOf } from '@/platform/picked';

describe('what is said of files', () => {
  it('tells sizes as people do', () => {
    expect([0, 19, 1024, 1_500_000, 52_428_800].map(sizeWords)).toEqual(['0 B', '19 B', '1.0 KB', '1.4 MB', '50 MB']);
  });

  const stored: Attachment = {
    id: 'a',
    name: 'a.pdf',
    mime: 'application/pdf',
    bytes: 2048,
    sha256: '',
    status: 'ready',
  };
  const attached: AttachedFile = {
    key: 'k',
    name: 'a.pdf',
    bytes: 2048,
    picture: false,
    path: '',
    state: 'reading',
    progress: 1,
    failure: null,
    reason: undefined,
    attachment: null,
  };

  it('tells how far a file is read, and how much it is then', () => {
    const reading = (part: Partial<Attachment>): string =>
      stateWords({ ...attached, attachment: { ...stored, status: 'processing', ...part } }, 9_000);
    expect(reading({})).toBe('读取中…');
    expect(reading({ progress: 0.4 })).toBe('读取中 40%');
    expect(reading({ progress: 0.15, pages: 20 })).toBe('读取中 第 3/20 页');
    expect(standWords({ ...stored, pages: 20 })).toBe('2.0 KB · 20 页');
    expect(standWords({ ...stored, pages: 20, cut: true })).toBe('2.0 KB · 20 页 · 只读了一部分');
    const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
    expect(standWords({ ...stored, mime: slides, pages: 3 })).toBe('2.0 KB · 3 张幻灯片');
    const sheets = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    expect(standWords({ ...stored, mime: sheets, pages: 2 })).toBe('2.0 KB · 2 个工作表');
    expect(kindWords(slides)).toBe('PowerPoint');
  });

  it('gives each reason why a file cannot be read words of its own, with a way out', () => {
    const words = fileReasons.map((reason) => fileFailure({ code: 'unreadable', reason }));
    expect(new Set(words).size).toBe(fileReasons.length);
    expect(words[0]).toBe('文件有密码，请去掉密码再传');
    expect(fileFailure({ code: 'unsupported_type', reason: 'legacy' })).toBe('请另存为 .docx / .xlsx / .pptx 再传');
    expect(fileFailure({ code: 'unsupported_type' })).toBe('不支持这种文件');
    const again = fileReasons.filter((reason) => mayArrive({ failure: 'unreadable', reason }));
    expect(again).toEqual(['broken', 'too_slow', 'too_heavy']);
  });

  it('tells a file that is too large from files that are too large together', () => {
    const refused: AttachedFile = { ...attached, state: 'failed', failure: 'too_large' };
    expect(stateWords(refused, 1024)).toBe('文件太大，请压缩或拆成几份');
    expect(stateWords(refused, 4096)).toBe('存储空间已满，请先移除不用的文件');
  });

  it('tells where in its file a text stands', () => {
    expect(placeWords({ page: 3 })).toBe('第 3 页');
    expect(placeWords({ slide: 2, headings: ['路线图'] })).toBe('幻灯片 2 · 路线图');
    expect(placeWords({ sheet: '销售', cells: 'A2:F20' })).toBe('表 销售!A2:F20');
    expect(placeWords({ headings: ['第一章', '适用范围'], lines: [3, 9] })).toBe('第一章 › 适用范围');
    expect(placeWords({ lines: [10, 20] })).toBe('第 10–20 行');
    expect(placeWords({})).toBe('');
  });

  it('tells a change of mind from a refusal', () => {
    const cases = {
      'chooseMedia:fail cancel': null,
      'chooseMedia:fail privacy permission is not authorized': 'privacy',
      'saveImageToPhotosAlbum:fail auth deny': 'permission',
      'chooseImage:fail No Permission': 'permission',
      'chooseMessageFile:fail something else': 'other',
    };
    expect(Object.keys(cases).map(denialOf)).toEqual(Object.values(cases));
  });
});
