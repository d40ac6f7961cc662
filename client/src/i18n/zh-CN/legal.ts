export const legal = {
  'legal.agreement': '服务协议',
  'legal.privacy': '隐私政策',
  'legal.named': '《{name}》',
  'legal.consent': '使用即表示同意',
  'legal.and': '和',
} as const;
