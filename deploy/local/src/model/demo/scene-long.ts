import { ESSAY_EN } from './essay-en';
import { ESSAY_ZH } from './essay-zh';
import type { Scene } from './scene';

/** Shows a long answer. */
export const longScene: Scene = {
  matches: (question) => /长文|长一点|文章|作文/.test(question) || /\b(long|essay|article)\b/i.test(question),
  say: { zh: () => ESSAY_ZH, en: () => ESSAY_EN },
};
