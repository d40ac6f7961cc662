import { expect, it } from 'vitest';
import { writtenIn } from '@/i18n/written-in';

it.each([
  ['公司营收增长 12%，造的是电梯。', 'zh-CN'],
  ['使用 `kubectl get pods` 查看 Kubernetes 集群里的 Pod 状态。', 'zh-CN'],
  ['The quick brown fox jumps over the lazy dog, and that is the end of it.', 'en'],
  ['The company 华信 is the largest of those that are listed in the report.', 'en'],
  ['これは日本語の文章です。漢字も含まれています。', 'ja'],
  ['이것은 한국어 문장입니다.', 'ko'],
  ['Der schnelle braune Fuchs springt über den faulen Hund.', undefined],
  ['42', undefined],
  ['', undefined],
  ['```ts\nconst the = "of and to in is";\n```', undefined],
])('%s', (text, language) => {
  expect(writtenIn(text)).toBe(language);
});
