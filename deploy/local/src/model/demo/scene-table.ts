import type { Scene } from './scene';

/** Shows a table, wide enough to scroll on a phone. */
export const tableScene: Scene = {
  matches: (question) => /表格|列表对比|对照表/.test(question) || /\btables?\b/i.test(question),
  say: {
    zh: () =>
      [
        '下面是一张写好的表，宽到手机上要左右滑动：',
        [
          '| 接口 | 方法 | 用途 | 流式 | 演示里有吗 |',
          '| :-- | :-: | :-- | :-: | --: |',
          '| `/v1/chat/completions` | POST | 多轮对话 | 是 | ✅ |',
          '| `/v1/models` | GET | 列出模型和上下文长度 | 否 | ✅ |',
          '| `/tokenize` | POST | 数一数提示词有多少 token | 否 | ✅ |',
          '| `/v1/embeddings` | POST | 文本向量，256 维 | 否 | ✅ |',
          '| `/v1/rerank` | POST | 给候选文档排序 | 否 | ✅ |',
        ].join('\n'),
        '表头固定对齐方式：左、中、左、中、右。',
      ].join('\n\n'),
    en: () =>
      [
        'A prepared table, wide enough to scroll on a phone:',
        [
          '| Route | Method | What for | Streams | In the demo |',
          '| :-- | :-: | :-- | :-: | --: |',
          '| `/v1/chat/completions` | POST | conversations of several turns | yes | ✅ |',
          '| `/v1/models` | GET | models and the length of their context | no | ✅ |',
          '| `/tokenize` | POST | counts the tokens of a prompt | no | ✅ |',
          '| `/v1/embeddings` | POST | vectors of 256 dimensions | no | ✅ |',
          '| `/v1/rerank` | POST | puts candidate documents in order | no | ✅ |',
        ].join('\n'),
        'The columns are aligned left, centre, left, centre, right.',
      ].join('\n\n'),
  },
};
