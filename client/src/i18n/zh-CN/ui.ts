export const ui = {
  'ui.close': '关闭',
  'ui.cancel': '取消',
  'ui.confirm': '确定',
  'ui.loading': '加载中',
  'ui.menu': '菜单',
  'connection.connecting': '连接中…',
  'connection.weak': '网络较慢，仍在继续',
  'connection.offline': '网络已断开，恢复后会自动继续',
  'connection.refused': '服务器拒绝了连接，请刷新页面重试',
  'connection.storageFull': '本机存储空间不足，草稿可能无法保留',
  'updates.ready': '新版本已就绪',
  'updates.restart': '重启更新',
} as const;
