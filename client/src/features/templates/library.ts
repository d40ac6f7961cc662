import type { Template } from '@huati/shared';

/** What everybody can begin a question with, also offline; `keys`: other words by which it is found. */
type LibraryTemplate = Template & { keys: string };

const zh: LibraryTemplate[] = [
  { id: 'summary', name: '总结要点', keys: 'summary tldr', text: '请用简短的要点总结下面的内容，先给结论：\n\n{内容}' },
  { id: 'to-english', name: '翻译成英文', keys: 'english translate', text: '请翻译成自然的英文：\n\n{内容}' },
  { id: 'to-chinese', name: '翻译成中文', keys: 'chinese translate', text: '请翻译成通顺的中文：\n\n{内容}' },
  { id: 'polish', name: '润色', keys: 'polish', text: '请润色下面的文字，不改变原意，并列出主要改动：\n\n{内容}' },
  { id: 'code', name: '解释这段代码', keys: 'code explain', text: '请逐段解释这段代码，并指出可能的问题：\n\n{代码}' },
  { id: 'email', name: '写邮件', keys: 'email mail', text: '请帮我给{收件人}写一封邮件，语气{礼貌}，内容是：{事情}' },
  {
    id: 'compare',
    name: '对比',
    keys: 'compare versus',
    text: '请用表格对比{甲}和{乙}，从{哪些方面}来看，最后给出建议。',
  },
  {
    id: 'explain',
    name: '解释概念',
    keys: 'explain eli5',
    text: '请用生活中的例子解释{概念}，让没有基础的人也能听懂。',
  },
  {
    id: 'weekly',
    name: '写周报',
    keys: 'weekly report',
    text: '请把下面的工作整理成周报，分“完成”“进行中”“下周计划”：\n\n{事项}',
  },
  {
    id: 'minutes',
    name: '会议纪要',
    keys: 'minutes meeting',
    text: '请把下面的记录整理成会议纪要，列出结论、待办和负责人：\n\n{记录}',
  },
  { id: 'plan', name: '做计划', keys: 'plan', text: '请为{目标}做一份{四周}的计划，用表格列出每一步。' },
  {
    id: 'brainstorm',
    name: '头脑风暴',
    keys: 'ideas brainstorm',
    text: '关于{主题}，请给我十个不同角度的想法，每个一句话。',
  },
];

const en: LibraryTemplate[] = [
  {
    id: 'summary',
    name: 'Summarise',
    keys: 'tldr zjyd',
    text: 'Summarise this in short points, the conclusion first:\n\n{text}',
  },
  { id: 'to-english', name: 'Translate into English', keys: 'fy', text: 'Translate into natural English:\n\n{text}' },
  { id: 'to-chinese', name: 'Translate into Chinese', keys: 'fy', text: 'Translate into natural Chinese:\n\n{text}' },
  {
    id: 'polish',
    name: 'Polish',
    keys: 'rs',
    text: 'Polish this without changing its meaning, and list the main changes:\n\n{text}',
  },
  {
    id: 'code',
    name: 'Explain this code',
    keys: 'js',
    text: 'Explain this code part by part and point out possible problems:\n\n{code}',
  },
  {
    id: 'email',
    name: 'Write an email',
    keys: 'mail xyj',
    text: 'Write an email to {recipient} in a {friendly} tone about: {what}',
  },
  {
    id: 'compare',
    name: 'Compare',
    keys: 'versus db',
    text: 'Compare {one} and {other} in a table with regard to {aspects}, and end with advice.',
  },
  {
    id: 'explain',
    name: 'Explain an idea',
    keys: 'eli5 js',
    text: 'Explain {idea} with examples from everyday life, for somebody new to it.',
  },
  {
    id: 'weekly',
    name: 'Weekly report',
    keys: 'zb',
    text: 'Make a weekly report of this under Done, Under way and Next week:\n\n{items}',
  },
  {
    id: 'minutes',
    name: 'Minutes',
    keys: 'meeting hyjy',
    text: 'Make minutes of these notes, with decisions, tasks and who does them:\n\n{notes}',
  },
  {
    id: 'plan',
    name: 'Make a plan',
    keys: 'jh',
    text: 'Make a plan for {goal} over {four weeks}, each step in a table.',
  },
  {
    id: 'brainstorm',
    name: 'Brainstorm',
    keys: 'ideas',
    text: 'Give me ten different ideas about {subject}, a sentence each.',
  },
];

/** The library in a language. */
export const libraries: Readonly<Record<'zh-CN' | 'en', readonly LibraryTemplate[]>> = { 'zh-CN': zh, en };
