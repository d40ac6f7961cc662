import type { Scene } from './scene';

const TYPESCRIPT = `\`\`\`ts
/** Groups items by a key, in the order in which the keys first appear. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

console.log(groupBy(['茶', '咖啡', '水'], (word) => word.length));
\`\`\``;

const PYTHON = `\`\`\`python
from collections import Counter


def most_common(text: str, n: int = 3) -> list[tuple[str, int]]:
    """The n most frequent characters of text, blanks left out."""
    return Counter(ch for ch in text if not ch.isspace()).most_common(n)


print(most_common("话题里的话，说给懂话的人听"))  # 话 comes first
\`\`\``;

/** Shows code in two languages. */
export const codeScene: Scene = {
  matches: (question) => /代码|编程|函数/.test(question) || /\b(code|typescript|python|function)\b/i.test(question),
  say: {
    zh: () =>
      `两段写好的示例，可以用来看高亮、横向滚动和一键复制。\n\n**TypeScript**：按键分组\n\n${TYPESCRIPT}\n\n**Python**：找出最常见的字\n\n${PYTHON}\n\n行内代码是这样的：\`npm start\`。`,
    en: () =>
      `Two prepared samples, to try highlighting, scrolling and copying.\n\n**TypeScript**: group by a key\n\n${TYPESCRIPT}\n\n**Python**: the most frequent characters\n\n${PYTHON}\n\nInline code looks like this: \`npm start\`.`,
  },
};
