import type { Scene } from './scene';

/** Answers who is speaking. */
export const identityScene: Scene = {
  matches: (question) =>
    /你是(谁|什么|哪)|介绍.{0,4}自己/.test(question) || /\bwho are you\b|\bwhat are you\b/i.test(question),
  say: {
    zh: () =>
      [
        '我是 Huati 自带的**演示脚本**，不是大模型：没有参数，没有训练，也不会推理。',
        '| 我会 | 我不会 |\n| --- | --- |\n| 按关键词给出写好的内容 | 理解没见过的问题 |\n| 用和 vLLM 一样的接口流式输出 | 写出新的文章或代码 |\n| 看到这个话题里之前的提问 | 联网或查资料 |',
        '我存在的理由只有一个：让你在没有模型、没有网络的时候，也能把整个产品从头到尾用一遍。',
      ].join('\n\n'),
    en: () =>
      [
        'I am the **demo script** that comes with Huati, not a large model: no parameters, no training, no reasoning.',
        '| I can | I cannot |\n| --- | --- |\n| answer some keywords with prepared text | understand a question I was not written for |\n| stream through the same interface as vLLM | write new prose or code |\n| see what was asked earlier in this topic | search or look anything up |',
        'I exist for one reason: so that you can use the whole product, end to end, with no model and no network.',
      ].join('\n\n'),
  },
};
