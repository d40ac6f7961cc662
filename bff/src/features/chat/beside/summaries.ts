import { wholeUpTo, type WindowUse } from '@huati/shared';
import type { MessageRow } from '../../../db/schema';
import { estimateTokens } from '../../../upstreams/model/tokens/estimate';
import type { HistoryRow, MessagesRepository } from '../messages/messages.repository';
import type { Asides } from './aside';

const INSTRUCTIONS =
  'Write down what must be remembered of this conversation so that it can go on without its beginning: facts, names, ' +
  'numbers, decisions, open questions, wishes of the person. In its own language, in short sentences, at most 200 words or ' +
  '400 Chinese characters. If there is an earlier summary, the new one replaces it and keeps what still matters.';
const MAX_TOKENS = 400;
const WITHIN_MS = 60_000;
/** The part of the model's window that the text to sum up may take, in UTF-16 units a token. */
const UNITS_PER_TOKEN = 0.5;
/** A summary is made anew once so much of the window, of 1, was left out since the last one. */
const WORTH_IT = 0.1;
/** Messages looked through for those that are new. */
const LOOKED_AT = 200;

export interface Summary {
  text: string;
  upTo: string;
}

export interface SummariesParts {
  repository: Pick<MessagesRepository, 'ancestors'>;
  aside: Asides['ask'];
  /** What stands for the beginning of the topic now. */
  summaryOf(topicId: string): Promise<Summary | undefined>;
  setSummary(topicId: string, summary: Summary): Promise<void>;
}

/** Sums up what the model was not given any more for an answer, together with what was summed up before. */
export function createSummaries(
  parts: SummariesParts,
): (question: MessageRow, use: WindowUse, model: string | undefined) => Promise<void> {
  const busy = new Set<string>();

  const sumUp = async (question: MessageRow, { from, limit }: WindowUse, model: string | undefined): Promise<void> => {
    const topicId = question.topic_id;
    const before = await parts.summaryOf(topicId);
    // Where not one turn fitted, all that came before the question was left out.
    const [, ...rows] = await parts.repository.ancestors(from ?? question.id, LOOKED_AT);
    const known = before ? rows.findIndex(({ id }) => id === before.upTo) : -1;
    // Of another branch, or so long ago that it is out of sight: then it does not stand for these.
    const earlier = known < 0 ? undefined : before;
    const fresh = (known < 0 ? rows : rows.slice(0, known)).filter(({ text }) => text !== '');
    const upTo = fresh[0];
    const size = fresh.reduce((sum, { text }) => sum + estimateTokens(text), 0);
    // One call of the model for several turns: until then the summary is a little behind.
    if (!upTo || (earlier && size < limit * WORTH_IT)) return;
    const text = await parts.aside({
      task: 'summary',
      instructions: INSTRUCTIONS,
      content: [
        ...(earlier ? [`Summary until now:\n${earlier.text}`] : []),
        transcript(fresh.toReversed(), Math.floor(limit * UNITS_PER_TOKEN)),
      ].join('\n\n'),
      maxTokens: MAX_TOKENS,
      withinMs: WITHIN_MS,
      model,
    });
    if (text !== undefined) await parts.setSummary(topicId, { text, upTo: upTo.id });
  };

  return async (question, use, model) => {
    const topicId = question.topic_id;
    if (!use.dropped || busy.has(topicId)) return;
    busy.add(topicId);
    try {
      await sumUp(question, use, model);
    } finally {
      busy.delete(topicId);
    }
  };
}

/** Who said what, each message cut so that all of them together have `max` UTF-16 units at the most. */
function transcript(rows: readonly HistoryRow[], max: number): string {
  const each = Math.max(80, Math.floor(max / Math.max(1, rows.length)));
  const said = rows.map(({ role, text }) => {
    const short = text.length > each ? `${text.slice(0, wholeUpTo(text, each))}…` : text;
    return `${role === 'user' ? 'Person' : 'Assistant'}: ${short}`;
  });
  const all = said.join('\n');
  return all.length <= max ? all : all.slice(-max).toWellFormed();
}
