import { describe, expect, it } from 'vitest';
import { sizeWords } from '@/features/files/file-words';
import { denialOf } from '@/platform/picked';

describe('what is said of files', () => {
  it('tells sizes as people do', () => {
    expect([0, 19, 1024, 1_500_000, 52_428_800].map(sizeWords)).toEqual(['0 B', '19 B', '1.0 KB', '1.4 MB', '50 MB']);
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
