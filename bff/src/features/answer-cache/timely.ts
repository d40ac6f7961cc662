import { fold } from '@huati/shared';

/** A question whose answer is another one tomorrow. */
const TIMELY =
  /今[天日年晨晚早]|明[天日年]|昨[天日晚]|现在|目前|当前|此刻|刚刚|最近|近期|最新|近日|本[周月年季]|这[周月]|上[周月]|下[周月]|几点|星期几|天气|股价|汇率|\b(?:today|tonight|tomorrow|yesterday|now|currently|current|latest|recent|recently|this (?:week|month|year))\b/;

/** Whether a question asks about the moment: its answer is good for nobody later. */
export function isTimely(question: string): boolean {
  return TIMELY.test(fold(question));
}
