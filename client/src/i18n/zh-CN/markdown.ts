export const markdown = {
  'markdown.copy': '复制',
  'markdown.copyCode': '复制代码',
  'markdown.copied': '已复制',
  'markdown.linkCopied': '链接已复制，请在浏览器中打开',
  'markdown.showImage': '显示图片 {host}',
  'markdown.showNamedImage': '显示图片“{name}” {host}',
  'markdown.copyFailed': '未能复制，请长按选择',
  'markdown.code': '代码',
  'markdown.table': '表格，可左右滑动',
} as const;
