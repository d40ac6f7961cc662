import { quoteInline } from './quote';
import type { Scene } from './scene';

/** Shows reasoning that is streamed before the answer. */
export const thinkingScene: Scene = {
  matches: (question) => /思考|推理|想一想/.test(question) || /\b(think|thinking|reason|reasoning)\b/i.test(question),
  think: {
    zh: ({ question, turn }) =>
      [
        `先看清题目：这是第 ${turn} 问，原话是“${quoteInline(question)}”。`,
        '里面提到了思考，所以要演示的是“先想后答”：这些字走的是推理通道，不属于答案，复制答案时不会带上它们。',
        '再想界面：推理长的时候应当可以折叠，开始作答以后自动收起，让人先看到结论。',
        '我只是脚本，这段“思考”也是写好的。这一点要在答案里说明白。好，可以作答了。',
      ].join('\n\n'),
    en: ({ question, turn }) =>
      [
        `First the task: this is question ${turn}, and it reads “${quoteInline(question)}”.`,
        'It mentions thinking, so what is to be shown is thinking before answering: these words travel as reasoning, are no part of the answer, and are not copied with it.',
        'Then the screen: long reasoning should fold away, and do so by itself once the answer begins.',
        'I am a script, and these thoughts were written beforehand. The answer should say so. Good, now it can begin.',
      ].join('\n\n'),
  },
  say: {
    zh: () =>
      [
        '上面折叠起来的是**推理内容**，和答案分两路传来：',
        '- 推理用 `delta.reasoning_content`（新版 vLLM 用 `delta.reasoning`），两种 Huati 都认；\n- 答案用 `delta.content`，从第一个字起就和推理分开计数；\n- 断线重连时两路各自续传。',
        '老实说，刚才的“思考”也是写好的脚本。接上 Qwen3 或 DeepSeek-R1 这类模型，这里就是真正的推理过程。',
      ].join('\n\n'),
    en: () =>
      [
        'What folded away above is **reasoning**; it comes on a track of its own:',
        '- reasoning as `delta.reasoning_content` (newer vLLM: `delta.reasoning`), and Huati reads both;\n- the answer as `delta.content`, counted apart from the reasoning from its first letter on;\n- after a cut, each track goes on by itself.',
        'To be honest, those thoughts were scripted too. With a model such as Qwen3 or DeepSeek-R1 you see real ones here.',
      ].join('\n\n'),
  },
};
