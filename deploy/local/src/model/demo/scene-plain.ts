import { calculate } from './arithmetic';
import { countCharacters } from './characters';
import type { Conversation } from './conversation';
import { quoteBlock } from './quote';
import type { Scene } from './scene';

function sayChinese({ question }: Conversation): string {
  const sum = calculate(question);
  return [
    '收到你的问题：',
    quoteBlock(question),
    sum === undefined
      ? '演示脚本不懂这个问题，也不想编一个答案给你。它能如实告诉你的是：'
      : `里面的算式我会算：**${sum.replace(/\*/g, '×')}**。除此以外，能如实告诉你的是：`,
    [
      `- 问题共 **${countCharacters(question)}** 个字符，已经从你的设备经 BFF 到了模型接口；`,
      '- 这段回答正一小块一小块地流回来，走的正是真实模型的那条路；',
      '- 中途断网、切到后台或换一台设备，回来都能接着读，一个字也不会少。',
    ].join('\n'),
    '想得到真正的回答，请在启动前设置 `LLM_BASE_URL`、`LLM_API_KEY` 和 `LLM_MODEL`；发送“怎么连接真实模型”看具体写法。',
  ].join('\n\n');
}

function sayEnglish({ question }: Conversation): string {
  const sum = calculate(question);
  return [
    'Your question arrived:',
    quoteBlock(question),
    sum === undefined
      ? 'A script cannot answer it, and will not make something up. What it can tell you honestly:'
      : `The sum in it I can do: **${sum.replace(/\*/g, '×')}**. Beyond that, what I can tell you honestly:`,
    [
      `- it has **${countCharacters(question)}** characters and went from your device through the BFF to the model endpoint;`,
      '- this answer streams back piece by piece, on the very path that a real model uses;',
      '- lose the network, leave the page or change the device: you read on where you were, with no letter missing.',
    ].join('\n'),
    'For a real answer set `LLM_BASE_URL`, `LLM_API_KEY` and `LLM_MODEL` before the start; send “how to connect a model” to see how.',
  ].join('\n\n');
}

/** Answers what no other scene does. */
export const plainScene: Scene = {
  matches: () => true,
  say: { zh: sayChinese, en: sayEnglish },
};
