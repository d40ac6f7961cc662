export const announce = {
  'announce.code': '（一段代码）',
  'announce.ended': '回答完毕',
  'announce.more': '还有 {n} 字，可在对话中阅读',
  'page.toComposer': '跳到输入框',
  'page.topics': '话题列表',
  'page.main': '对话',
} as const;
