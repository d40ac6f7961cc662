import type { PromptMessage } from '../../../upstreams/model/model';

/** What the model is told where neither the topic nor a role says otherwise. */
export const SYSTEM_PROMPT =
  'You are the assistant of this organisation. Answer in the language of the question, in Markdown, to the point. ' +
  'Say so where you do not know.';

/** The first message: the instructions, and what stands for the turns that are left out. */
export function systemMessage(instructions: string, summary: string | undefined): PromptMessage {
  const rest = summary === undefined ? '' : `\n\nWhat was said before in this conversation, in short:\n${summary}`;
  return { role: 'system', content: instructions + rest };
}
