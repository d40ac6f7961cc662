import type { ChatMessage } from '../chat-request';
import { readConversation, type Conversation } from './conversation';
import { quoteInline } from './quote';
import type { Scene } from './scene';
import { codeScene } from './scene-code';
import { connectScene } from './scene-connect';
import { diagramScene } from './scene-diagram';
import { formulaScene } from './scene-formula';
import { greetingScene } from './scene-greeting';
import { identityScene } from './scene-identity';
import { longScene } from './scene-long';
import { filesScene } from './scene-files';
import { computedScene } from './scene-computed';
import { isKnown, knowledgeScene } from './scene-knowledge';
import { plainScene } from './scene-plain';
import { tableScene } from './scene-table';
import { thinkingScene } from './scene-thinking';

/** The first that matches answers, so what is asked for by name comes before a greeting. */
const SCENES: Scene[] = [
  connectScene,
  thinkingScene,
  longScene,
  formulaScene,
  diagramScene,
  tableScene,
  codeScene,
  identityScene,
  greetingScene,
];

const NOTICE = {
  zh: '> **离线演示**：这段话由 Huati（话题）自带的演示模型按脚本写出，没有真实的大模型参与回答。',
  en: '> **Offline demo**: this was written by the demo model that comes with Huati, from a script. No real model answered.',
};

const UNTOLD = {
  zh: '给到的资料里没有提到这个问题。',
  en: 'The material that was given does not tell.',
};

const SUGGESTIONS = {
  zh: '---\n\n接着试试：`表格` · `代码` · `公式` · `流程图` · `长文` · `思考` · `你是谁` · `怎么连接真实模型`',
  en: '---\n\nTry next: `table` · `code` · `formula` · `diagram` · `long` · `think` · `who are you` · `how to connect a model`',
};

/**
 * What the offline demo says to `messages`: a plain word that it is a demo, then what its script has for the question,
 * then what to try next. The same messages give the same answer.
 */
export function answerAsDemo(messages: ChatMessage[]): { reasoning: string; text: string } {
  const conversation = readConversation(messages);
  const scene = sceneOf(conversation);
  const { language } = conversation;
  const { passages } = conversation;
  const untold = scene === plainScene && passages.length > 0 ? UNTOLD[language] : '';
  const parts = [
    NOTICE[language],
    recall(conversation),
    untold,
    scene.say[language](conversation),
    SUGGESTIONS[language],
  ];
  return {
    reasoning: scene.think?.[language](conversation) ?? '',
    text: parts.filter((part) => part !== '').join('\n\n'),
  };
}

/** What was given for the question goes before what it is made of: a word such as 推理 may be in any. */
function sceneOf(conversation: Conversation): Scene {
  const { question, passages, computed } = conversation;
  if (computed.length > 0) return computedScene;
  if (passages.some(({ kind }) => kind === 'file')) return filesScene;
  if (isKnown(conversation)) return knowledgeScene;
  return SCENES.find(({ matches }) => matches(question)) ?? plainScene;
}

/** Shows that the earlier turns of the topic went along. */
function recall({ language, previous, turn }: Conversation): string {
  if (previous === undefined) return '';
  const quoted = quoteInline(previous);
  return language === 'zh'
    ? `这是本话题的第 ${turn} 问，上一问是“${quoted}”。`
    : `This is question ${turn} of this topic; the one before was “${quoted}”.`;
}
