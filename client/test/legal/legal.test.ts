import { describe, expect, it, vi } from 'vitest';
import { legalDocOf, legalText } from '@/features/legal';
import { LOCALES } from '@/i18n';

const build = vi.hoisted(() => ({ name: undefined as string | undefined, contact: undefined as string | undefined }));
vi.mock('@/config', () => ({
  get operatorName() {
    return build.name;
  },
  get operatorContact() {
    return build.contact;
  },
}));

const whole = (doc: 'agreement' | 'privacy', locale: 'zh-CN' | 'en'): string => JSON.stringify(legalText(doc, locale));

describe('the legal documents', () => {
  it.each(['agreement', 'privacy'] as const)('%s says as much in both languages', (doc) => {
    const shape = (locale: 'zh-CN' | 'en') =>
      legalText(doc, locale).sections.map(({ paragraphs }) => paragraphs.length);
    expect(shape('en')).toEqual(shape('zh-CN'));
    expect(whole(doc, 'en')).not.toMatch(/[\u4e00-\u9fff]/);
    expect(whole(doc, 'zh-CN') + whole(doc, 'en')).not.toMatch(/undefined|<\w|\$\{/);
  });

  it('name the operator of the build, and somebody where it names none', () => {
    expect(whole('privacy', 'zh-CN')).toContain('本服务的运营者');
    expect(whole('privacy', 'en')).toContain('the operator of this service');
    build.name = '某某大学';
    build.contact = 'help@example.edu.cn';
    for (const locale of LOCALES) {
      for (const doc of ['agreement', 'privacy'] as const) {
        expect(whole(doc, locale)).toContain('某某大学');
        expect(whole(doc, locale)).toContain('help@example.edu.cn');
      }
    }
  });

  it('say what is collected and that the label stays', () => {
    expect(whole('privacy', 'zh-CN')).toMatch(/openid.*设备标识.*手机号码/s);
    expect(whole('agreement', 'zh-CN')).toMatch(/不得恶意删除、篡改、伪造、隐匿/);
  });
});

it('shows the agreement where the address asks for nothing it knows', () => {
  expect(legalDocOf('privacy')).toBe('privacy');
  expect(legalDocOf('constructor')).toBe('agreement');
  expect(legalDocOf(undefined)).toBe('agreement');
});
