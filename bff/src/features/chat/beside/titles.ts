import { clip, TITLE_MAX, type Topic } from '@huati/shared';
import type { MessageRow } from '../../../db/schema';
import { inShortBoth, type Asides } from './aside';

const INSTRUCTIONS =
  'Give the conversation a title in its own language: at most 8 words or 16 Chinese characters, no quotation marks, ' +
  'no full stop, nothing but the title.';
const MAX_TOKENS = 40;
const WITHIN_MS = 20_000;
/** Of question and answer so much is shown to the model, in UTF-16 units. */
const SHOWN = 600;
/** A growing title is told to devices this often at most, in ms. */
const TELL_MS = 150;

export interface TitlesParts {
  aside: Asides['ask'];
  /** The topic while its title is still the question's first words; undefined otherwise. */
  untitled(topicId: string): Promise<Topic | undefined>;
  /** Keeps the title unless the user gave one meanwhile. */
  setTitle(topicId: string, title: string): Promise<void>;
  /** Tells all devices of the user. */
  announce(userId: string, topic: Topic): void;
  /** Tells them what is kept. */
  touched(topicId: string): Promise<void>;
}

/** Gives a topic a title after its first round, or a later one where that failed; it grows on all devices. */
export function createTitles(parts: TitlesParts): (question: MessageRow, answer: MessageRow) => Promise<void> {
  return async (question, answer) => {
    const { topic_id: topicId, user_id: userId } = question;
    if (!(await parts.untitled(topicId))) return;
    let telling: Promise<void> | undefined;
    let toldAt = performance.now();

    const tell = async (written: string): Promise<void> => {
      const topic = await parts.untitled(topicId);
      const title = cleaned(written);
      if (topic && title !== '') parts.announce(userId, { ...topic, title });
      toldAt = performance.now();
      telling = undefined;
    };
    const written = await parts.aside({
      task: 'title',
      instructions: INSTRUCTIONS,
      content: inShortBoth(question, answer, SHOWN),
      maxTokens: MAX_TOKENS,
      withinMs: WITHIN_MS,
      model: answer.model ?? undefined,
      grew: (text) => {
        if (!telling && performance.now() - toldAt >= TELL_MS) telling = tell(text).catch(() => undefined);
      },
    });
    await telling;
    const title = cleaned(written ?? '');
    if (title !== '') await parts.setTitle(topicId, title);
    await parts.touched(topicId);
  };
}

const AROUND = /^[\s"'“”‘’「」『』《》#*]+|[\s"'“”‘’「」『』《》*。.]+$/g;

/** The title in what a model wrote: its first line, without the marks that models like to put around one. */
function cleaned(written: string): string {
  const line = written.trim().split(/\r?\n/, 1)[0] ?? '';
  const title = line.replace(/^(?:标题|title)\s*[:：]/i, '').replace(AROUND, '');
  return clip(title, TITLE_MAX).trim();
}
