import type { ChatMessage } from '../chat-request';
import { detectLanguage } from './conversation';
import { standAlone } from './standing-alone';

/** How the instructions of a small thing begin that is asked beside the answers. */
const TASK = /^Task: (title|follow-ups|summary|look|transcribe|standalone question|hypothetical passage)\b/;

/** What small thing instructions ask for, where they do. */
export function taskIn(instructions: unknown): string | undefined {
  return typeof instructions === 'string' ? TASK.exec(instructions)?.[1] : undefined;
}

const TITLE_LENGTH = 14;
const SUMMARY_LENGTH = 160;

/** What the demo says where `messages` ask for a title, questions to follow or a summary; undefined where they do not. */
export function answerAside(messages: readonly ChatMessage[]): string | undefined {
  const content = messages.at(-1)?.text ?? '';
  switch (taskIn(messages[0]?.text)) {
    case 'title':
      return titleOf(content);
    case 'follow-ups':
      return FOLLOW_UPS[detectLanguage(content)].join('\n');
    case 'look':
      return 'ok';
    case 'transcribe':
      return TRANSCRIBED;
    case 'summary':
      return summaryOf(content);
    case 'standalone question':
      return standAlone(content);
    case 'hypothetical passage':
      // A script can suppose no more than what is asked.
      return content;
    default:
      return undefined;
  }
}

/** A script has no eyes: the same for every picture. */
const TRANSCRIBED = '# 演示转写\n\n离线演示没有视觉模型，读不出图中的字。';

const FOLLOW_UPS = {
  zh: ['能举一个具体的例子吗？', '这和常见的做法有什么不同？', '下一步应该怎么做？'],
  en: ['Can you give an example?', 'How does this differ from what is usual?', 'What would be the next step?'],
};

const SUMMARY = { zh: '（演示摘要）', en: '(Demo summary) ' };

/** What the person said, from the transcript and from the summary before it. */
function summaryOf(content: string): string {
  const label = SUMMARY[detectLanguage(content)];
  const said = content
    .split('\n')
    .filter((line) => line.startsWith('Person: ') || line.startsWith(label))
    .map((line) => line.replace('Person: ', '').replace(label, ''));
  return `${label}${shortened(said.join('；'), SUMMARY_LENGTH)}`;
}

/** A title from the question's own words: what a script can do. */
function titleOf(content: string): string {
  const question = content.split('\n', 1)[0] ?? '';
  const words = question
    .replace(/^(?:请你?|帮我|你好[，,]?\s*|please\s+|can you\s+)/i, '')
    .replace(/[？?。.!！]+$/, '');
  const title = shortened(words.trim() || question.trim(), TITLE_LENGTH);
  return detectLanguage(content) === 'zh' ? `话题：${title}` : `Topic: ${title}`;
}

function shortened(text: string, max: number): string {
  const all = Array.from(text);
  return all.length <= max ? text : `${all.slice(0, max).join('')}…`;
}
