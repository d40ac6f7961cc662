import { clip, type Ask, type TopicSettings } from '@huati/shared';
import { settingColumns } from '../../db/settings';
import type { MessageRow, TopicRow } from '../../db/schema';
import { folded } from '@huati/shared';
import { newId, newIdAfter } from '../../ids';
import type { NewRound } from './rounds.repository';

/** Titles are the question's first words until there is something better; in UTF-16 units. */
const FIRST_WORDS = 40;

/** Of the writer that is there from the start. */
export const FIRST_GENERATION = 1;

/** The rows that an accepted question adds in the topic `topicId`, after the message `parentId`. */
export function newRound(
  { userId, topicId, parentId }: { userId: string; topicId: string; parentId: string | null },
  ask: Pick<Ask, 'askId' | 'text' | 'model' | 'attachmentIds' | 'retrieval'>,
  owner: string,
): NewRound {
  const question: MessageRow = {
    ...blank,
    id: newIdAfter(parentId),
    topic_id: topicId,
    user_id: userId,
    role: 'user',
    text: ask.text,
    folded: folded(ask.text),
    status: 'complete',
    parent_id: parentId,
    ask_id: ask.askId,
    created_at: Date.now(),
    attached: ask.attachmentIds?.length ? 1 : 0,
  };
  const answer = newAnswer(question, { askId: null, model: ask.model, retrieval: ask.retrieval }, owner);
  return { topic: undefined, question, answer, attachmentIds: ask.attachmentIds };
}

/** The rows that a first question adds: its topic too. */
export function firstRound(userId: string, ask: Ask, owner: string): NewRound {
  const topic = newTopic(userId, ask.text, ask.settings);
  return { ...newRound({ userId, topicId: topic.id, parentId: null }, ask, owner), topic };
}

/** The row of the topic that a first question begins. Its title is the question's first words until there is a better one. */
export function newTopic(userId: string, text: string, settings: TopicSettings = {}): TopicRow {
  const now = Date.now();
  return {
    id: newId(),
    user_id: userId,
    title: firstWords(text),
    title_by: 'question',
    pinned: 0,
    created_at: now,
    updated_at: now,
    summary_text: null,
    summary_upto: null,
    ...settingColumns(settings),
  };
}

/** The row of an answer to `question` about to be written by `owner`; its lease begins when it is stored. */
export function newAnswer(
  question: MessageRow,
  { askId, model, retrieval }: Pick<Ask, 'model' | 'retrieval'> & { askId: string | null },
  owner: string,
): MessageRow {
  return {
    ...blank,
    id: newIdAfter(question.id),
    topic_id: question.topic_id,
    user_id: question.user_id,
    role: 'assistant',
    text: '',
    status: 'streaming',
    parent_id: question.id,
    ask_id: askId,
    created_at: Date.now(),
    model: model ?? null,
    retrieval: retrieval ?? null,
    lease_owner: owner,
  };
}

/** What a message has only later, or never. */
const blank = {
  reasoning: null,
  usage_json: null,
  error_json: null,
  model: null,
  lease_owner: null,
  lease_until: null,
  lease_generation: FIRST_GENERATION,
  stop_asked: 0,
  shown: 1,
  token_count: null,
  token_counter: null,
  window_json: null,
  reasoning_ms: null,
  folded: null,
  feedback: null,
  feedback_reason: null,
  suggestions_json: null,
  sources_json: null,
  retrieval: null,
  attached: 0,
} as const;

function firstWords(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return clip(line.replace(/\s+/g, ' ').trim(), FIRST_WORDS);
}
