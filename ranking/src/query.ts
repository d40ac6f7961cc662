import { fold } from '@huati/shared';
import { termsOf } from './terms';

/**
 * Words that ask, and words for files themselves: they stand in every question and say nothing of where its answer is. A question
 * of nothing else, such as 总结一下 or "what is this file about", is about all there is.
 */
const ASKING =
  /请问|请你?|帮我|麻烦|能不能|可不可以|可以|告诉我|总结|概括|归纳|概述|梳理|提炼|摘要|翻译|介绍|分析|解释|说明一下|一下|讲讲|说说|看看|读一?读|这[份个些篇本张]|那[份个些篇本张]|上[述面]|上传|附件|文件|文档|资料|材料|文章|全文|图片|照片|表格|里面?|其中|内容|要点|重点|大意|主要|讲了?|说了?|写了?|有?什么|哪些|哪个|怎么样|怎样|怎么|如何|多少|是否|为什么|吗|呢|的|了|是|有|在|和|与|及|都/g;
const ENGLISH =
  /\b(?:a|an|the|of|in|on|to|for|and|or|is|are|was|were|be|do|does|did|what|which|who|how|why|when|where|please|can|could|you|me|my|it|its|this|that|these|those|about|tell|give|show|summari[sz]e|summary|overview|explain|describe|translate|read|file|files|document|documents|attachment|attachments|content|contents|main|points?|picture|image|there|say|says|said)\b/gi;

/** The most terms of a question that are looked for; a longer one is a text of its own. */
const TERMS_MAX = 400;

/** The words of a question that tell what it is about, as they stand there; none where it asks about all there is. */
export function tellingWords(question: string): string[] {
  const words = question
    .replace(ASKING, ' ')
    .replace(ENGLISH, ' ')
    .match(/[\p{L}\p{N}\p{M}]+(?:[-.'’&][\p{L}\p{N}\p{M}]+)*/gu);
  return [...new Set(words)];
}

/** What of a question tells passages apart, as terms; none where it asks about all there is. */
export function queryTerms(question: string): number[] {
  // A space in place of what is taken away: what stood around it is no pair.
  const telling = fold(question).replace(ASKING, ' ').replace(ENGLISH, ' ');
  return [...termsOf(telling)].slice(0, TERMS_MAX);
}
