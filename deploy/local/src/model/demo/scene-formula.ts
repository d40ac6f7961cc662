import type { Scene } from './scene';

const IN_LINES = String.raw`$$
\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}
$$`;

const MATRIX = String.raw`\[
R(\theta) = \begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix}
\]`;

/** Shows formulas, in a line and by themselves, beside a price that is none. */
export const formulaScene: Scene = {
  matches: (question) => /公式|方程/.test(question) || /\b(formulas?|equations?|latex)\b/i.test(question),
  say: {
    zh: () =>
      [
        String.raw`公式可以写在句子里：质能方程 $E = mc^2$，二次方程的根 \(x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}\)；价格 $5 和 $6 还是价格。`,
        '也可以自成一行：',
        IN_LINES,
        '矩阵也行：',
        MATRIX,
        String.raw`- 列表里：$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$`,
        '写到一半的公式先显示原文，写完才排版；复制时得到的是 LaTeX。',
      ].join('\n\n'),
    en: () =>
      [
        String.raw`Formulas may stand in a sentence: $E = mc^2$, or the roots \(x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}\); prices of $5 and $6 stay prices.`,
        'They may have a line of their own:',
        IN_LINES,
        'A matrix:',
        MATRIX,
        String.raw`- In a list: $\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$`,
        'One that is half written shows its source; what is copied is LaTeX.',
      ].join('\n\n'),
  },
};
