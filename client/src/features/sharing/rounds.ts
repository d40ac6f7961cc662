import { SHARED_MESSAGES_MAX, type Message, type Page } from '@huati/shared';
import { computed, ref, shallowRef, type Ref } from 'vue';
import { toFailure, type WireFailure } from '@/transport';

/** So much of a message is shown where messages are chosen, in characters. */
const WORDS_MAX = 60;

/** A message to be chosen: the beginning of what it says, or the names of its files. */
export interface Line {
  id: string;
  words: string;
}

/** A question with its answer; either may be alone. */
export interface Round {
  key: string;
  question?: Line;
  answer?: Line;
}

/** The rounds of a branch, in reading order. What is still being written, or never was, is not among them. */
export function roundsOf(messages: readonly Message[]): Round[] {
  const rounds: Round[] = [];
  for (const message of messages) {
    const words = wordsOf(message);
    if (message.status === 'streaming' || words === '') continue;
    const line = { id: message.id, words };
    const before = rounds[rounds.length - 1];
    if (message.role === 'user') rounds.push({ key: message.id, question: line });
    else if (before?.question && !before.answer && before.question.id === message.parentId) before.answer = line;
    else rounds.push({ key: message.id, answer: line });
  }
  return rounds;
}

export const linesOf = (rounds: readonly Round[]): Line[] =>
  rounds.flatMap(({ question, answer }) => [...(question ? [question] : []), ...(answer ? [answer] : [])]);

/** A tap on a question takes its answer along, both ways; one on an answer means the answer alone. */
export function toggled(chosen: readonly string[], round: Round, which: 'question' | 'answer'): string[] {
  const line = round[which];
  if (!line) return [...chosen];
  const on = !chosen.includes(line.id);
  const ids = which === 'question' ? linesOf([round]).map(({ id }) => id) : [line.id];
  const others = chosen.filter((id) => !ids.includes(id));
  return on ? [...others, ...ids] : others;
}

function wordsOf({ text, attachments = [] }: Message): string {
  // As it reads, not as it is marked up; a citation says nothing without its sources.
  const plain = text
    .replace(/\[\d+\]/g, '')
    .replace(/[#*_`>|~\s]+/g, ' ')
    .trim();
  const words = [...plain.slice(0, WORDS_MAX * 2)].slice(0, WORDS_MAX).join('');
  if (words === '') return attachments.map(({ name }) => name).join('、');
  return words.length < plain.length ? `${words}…` : words;
}

/**
 * The rounds of a topic, the newest page first.
 *
 * @param page reads one page of the branch that is shown, null for the newest. Rejects with a `WireFailure`.
 */
export function useRounds(page: (topicId: string, cursor: string | null) => Promise<Page<Message>>) {
  const messages: Ref<readonly Message[]> = shallowRef([]);
  const cursor: Ref<string | null> = ref(null);
  const phase: Ref<'loading' | 'ready' | 'failed'> = ref('loading');
  const failure: Ref<WireFailure | null> = shallowRef(null);
  let reading = 0;

  /** Reads pages while `more` says so. Out: whether all went well. */
  async function read(topicId: string, more: (count: number) => boolean): Promise<boolean> {
    reading += 1;
    const mine = reading;
    phase.value = 'loading';
    try {
      do {
        const part = await page(topicId, cursor.value);
        if (mine !== reading) return false;
        const here = new Set(messages.value.map(({ id }) => id));
        messages.value = [...part.items.filter(({ id }) => !here.has(id)), ...messages.value];
        cursor.value = part.nextCursor;
      } while (cursor.value !== null && more(messages.value.length));
      phase.value = 'ready';
      return true;
    } catch (error) {
      if (mine !== reading) return false;
      failure.value = toFailure(error);
      phase.value = 'failed';
      return false;
    }
  }

  return {
    rounds: computed(() => roundsOf(messages.value)),
    phase,
    failure,
    hasOlder: computed(() => cursor.value !== null),
    /** The newest page of a topic, from the start. */
    begin: (topicId: string) => {
      messages.value = [];
      cursor.value = null;
      return read(topicId, () => false);
    },
    /** The next older page. */
    older: (topicId: string) => read(topicId, () => false),
    /** Everything, as far as it can be chosen. */
    all: (topicId: string) =>
      cursor.value === null ? Promise.resolve(true) : read(topicId, (count) => count < SHARED_MESSAGES_MAX),
  };
}
