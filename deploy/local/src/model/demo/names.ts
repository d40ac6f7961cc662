/** What stands before names, or asks for one. */
const NO_NAME = '的了是和与被由给在对哪这那某家';
/** Names of organisations, as far as a script knows them by their endings, and what is written in quotation marks. */
const NAMED = new RegExp(
  String.raw`[“「《]([^”」》]{2,20})[”」》]|((?!机构|动力)(?:(?![${NO_NAME}])\p{Script=Han}){2}(?:智能|科技|物流|集团|资本|创投|基金|投资|产业基金|半导体|航天|生物|材料|传感|软件|汽车|食品|农机|冷链|医疗|视觉|重工|机器人|公司|电池))`,
  'gu',
);

/** The names in `text`, in its order. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(NAMED)].map(([, marked, plain = '']) => marked ?? plain);
}
