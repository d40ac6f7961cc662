import type { SharedMessage } from '@huati/shared';
import type { MessageRow, MessageSourcesTable, TopicRow } from '../../db/schema';
import { folded } from '@huati/shared';
import { newAnswer, newRound, newTopic } from '../chat/rounds';
import { shortened, sourceRows } from '../evidence/shown';

/** Stands where an answer was shared without its question. */
const NO_QUESTION = '…';

/** A question with its answer; one of them may not have been shared. */
interface SharedRound {
  question?: SharedMessage;
  answer?: SharedMessage;
}

export interface ForkedTopic {
  topic: TopicRow;
  messages: MessageRow[];
  /** The whole texts that the answers rest on. */
  sources: MessageSourcesTable[];
  /** Files of the user's, each by the question that has it. */
  attached: readonly { question: MessageRow; ids: readonly string[] }[];
}

/** Files of the user's that come along: what is cited, with the first question, and pictures, by the questions they were shared with. */
export interface Carried {
  files: readonly string[];
  pictures: ReadonlyMap<string, readonly string[]>;
}

/**
 * Shared messages as a topic of the user's: one branch, where every question has an answer, which may be without a word. What is still
 * being written is carried as far as it is.
 */
export function forkedTopic(
  userId: string,
  title: string,
  shared: readonly SharedMessage[],
  { files, pictures }: Carried,
): ForkedTopic {
  const topic: TopicRow = { ...newTopic(userId, title), title, title_by: 'model' };
  const messages: MessageRow[] = [];
  const sources: MessageSourcesTable[] = [];
  const attached: { question: MessageRow; ids: readonly string[] }[] = [];
  let parentId: string | null = null;
  for (const round of roundsOf(shared)) {
    const [question, answer] = rowsOf({ userId, topicId: topic.id, parentId }, round);
    const own = round.question && pictures.get(round.question.id);
    const ids = [...(parentId === null ? files : []), ...(own ?? [])];
    if (ids.length > 0) {
      question.attached = 1;
      attached.push({ question, ids });
    }
    messages.push(question, answer);
    sources.push(...sourceRows(answer.id, round.answer?.sources ?? []));
    parentId = answer.id;
  }
  return { topic, messages, sources, attached };
}

function roundsOf(shared: readonly SharedMessage[]): SharedRound[] {
  const rounds: SharedRound[] = [];
  for (const message of shared) {
    const last = rounds.at(-1);
    if (message.role === 'user') rounds.push({ question: message });
    else if (last && !last.answer) last.answer = message;
    else rounds.push({ answer: message });
  }
  return rounds;
}

function rowsOf(
  place: { userId: string; topicId: string; parentId: string | null },
  { question: asked, answer: answered }: SharedRound,
): [MessageRow, MessageRow] {
  const round = newRound(place, { askId: '', text: asked?.text || NO_QUESTION }, '');
  const question = { ...round.question, ask_id: null, created_at: timeOf(asked ?? answered) };
  const text = answered?.text ?? '';
  const answer: MessageRow = {
    ...newAnswer(question, { askId: null, model: undefined }, ''),
    text,
    folded: folded(text),
    status: statusOf(answered),
    lease_owner: null,
    sources_json: sourcesOf(answered),
    created_at: timeOf(answered ?? asked),
  };
  return [question, answer];
}

/** Nobody writes here what is still being written there. */
function statusOf(answered: SharedMessage | undefined): MessageRow['status'] {
  return answered === undefined || answered.status === 'streaming' ? 'interrupted' : answered.status;
}

/** As an answer's row has them; of the files they are from, nobody has more here. */
function sourcesOf(answer: SharedMessage | undefined): string | null {
  const { sources = [], retrieval, graph, lookup, direct, steps, unsupported } = answer ?? {};
  const rests = { graph, lookup, direct, steps, unsupported };
  if (sources.length === 0 && Object.values(rests).every((each) => each === undefined)) return null;
  // Shares of earlier days do not tell how it was found.
  return JSON.stringify(shortened({ retrieval: retrieval ?? 'chunk', files: [], sources, ...rests }));
}

function timeOf(message: SharedMessage | undefined): number {
  return message ? Date.parse(message.createdAt) : Date.now();
}
