export const share = {
  'share.untitled': '一个话题',
  'share.home': '话题：和大模型聊聊',
  'share.gone': '这个分享打不开了',
  'share.goneWords': '它可能已过期，或被分享者收回。',
  'share.when': '分享于 {day}',
  'share.more': '继续阅读',
  'share.fork': '接着这个话题聊',
  'share.report': '举报',
  'share.enter': '点“前往小程序”开始提问。',
} as const;
