import type { Scene } from './scene';

/** Answers a greeting. */
export const greetingScene: Scene = {
  matches: (question) => /^(你好|您好|嗨|哈喽|早上好|晚上好)/.test(question) || /^(hi|hello|hey)\b/i.test(question),
  say: {
    zh: ({ turn }) =>
      [
        turn === 1 ? '你好，欢迎来到 **Huati（话题）** 👋' : '又见面了，你好 👋',
        '这是一个手机优先的聊天界面，后面可以接你自己的大模型。现在就能试的有：',
        '1. **断线续读**：回答到一半时关掉网络再打开；\n2. **随时停止**：点停止，写出来的部分会留下；\n3. **换设备接着看**：话题里的内容都存在服务器上。',
      ].join('\n\n'),
    en: ({ turn }) =>
      [
        turn === 1 ? 'Hello, and welcome to **Huati** 👋' : 'Hello again 👋',
        'This is a phone-first chat client for a large model of your own. Things to try right now:',
        '1. **Read on after a cut**: switch the network off in the middle of an answer, and on again;\n2. **Stop at any time**: what was written stays;\n3. **Go on elsewhere**: topics live on the server, not in this browser.',
      ].join('\n\n'),
  },
};
