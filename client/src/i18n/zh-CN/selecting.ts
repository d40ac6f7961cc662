export const selecting = {
  'selecting.bar': '选中的内容',
  'selecting.quote': '引用提问',
  'selecting.latex': '复制 LaTeX',
  'selecting.markdown': '复制为 Markdown',
  'selecting.plain': '复制为纯文本',
  'selecting.sheet': '选择文字',
  'selecting.more': '对这条回答的更多操作',
  'selecting.table': '表格',
  'selecting.tableCsv': '复制为 CSV',
  'selecting.tableMarkdown': '复制为 Markdown',
  'selecting.tableSave': '下载 CSV 文件',
  'selecting.tableFile': '表格（AI 生成）',
} as const;
