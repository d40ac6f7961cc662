import type { Conversation } from './conversation';
import { quoteInline } from './quote';
import type { Scene } from './scene';

function results({ computed }: Conversation): string {
  return computed.map((result) => `**${quoteInline(result)}**`).join('、');
}

/** Tells what a function worked out. */
export const computedScene: Scene = {
  matches: () => false,
  say: {
    zh: (conversation) =>
      `计算器算出的结果是：${results(conversation)}。\n\n这一步不是演示脚本心算的：它调用了计算器工具。`,
    en: (conversation) =>
      `The calculator's result: ${results(conversation)}.\n\nThe script did not do this in its head: it called the calculator.`,
  },
};
