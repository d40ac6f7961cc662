import { branchTo, clip, type Ask } from '@huati/shared';
import type { MessageRow } from '../../db/schema';
import { newId } from '../../ids';
import type { PromptMessage } from '../../upstreams/model/model';
import type { NewRound } from './messages.repository';

/** Titles are the question's first words until there is something better; in UTF-16 units. */
const FIRST_WORDS = 40;

/** Of the writer that is there from the start. */
export const FIRST_GENERATION = 1;

/** The rows that an accepted question adds: its topic where new, itself, and the answer about to be written. */
export function newRound(
  userId: string,
  ask: Pick<Ask, 'askId' | 'text' | 'model'>,
  topicId: string | undefined,
  parentId: string | null,
  owner: string,
): NewRound {
  const now = Date.now();
  const id = topicId ?? newId();
  const topic = { id, user_id: userId, title: firstWords(ask.text), created_at: now, updated_at: now };
  const question: MessageRow = {
    id: newId(),
    topic_id: id,
    user_id: userId,
    role: 'user',
    text: ask.text,
    reasoning: null,
    status: 'complete',
    parent_id: parentId,
    ask_id: ask.askId,
    created_at: now,
    usage_json: null,
    error_json: null,
    model: null,
    lease_owner: null,
    lease_until: null,
    lease_generation: FIRST_GENERATION,
    stop_asked: 0,
  };
  const answer = newAnswer(question, { askId: null, model: ask.model }, owner);
  return { topic: topicId === undefined ? topic : undefined, question, answer };
}

/** The row of an answer to `question` about to be written by `owner`; its lease begins when it is stored. */
export function newAnswer(
  question: MessageRow,
  { askId, model }: { askId: string | null; model: string | undefined },
  owner: string,
): MessageRow {
  return {
    id: newId(),
    topic_id: question.topic_id,
    user_id: question.user_id,
    role: 'assistant',
    text: '',
    reasoning: null,
    status: 'streaming',
    parent_id: question.id,
    ask_id: askId,
    created_at: Date.now(),
    usage_json: null,
    error_json: null,
    model: model ?? null,
    lease_owner: owner,
    lease_until: null,
    lease_generation: FIRST_GENERATION,
    stop_asked: 0,
  };
}

/** What the model reads of the branch that ends in `leafId`; `rows` may come in any order. */
export function historyOf(rows: readonly MessageRow[], leafId: string | null): PromptMessage[] {
  return branchTo(
    rows.map((row) => ({ id: row.id, parentId: row.parent_id, role: row.role, content: row.text })),
    leafId,
  )
    .filter(({ content }) => content !== '')
    .map(({ role, content }) => ({ role, content }));
}

function firstWords(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return clip(line.replace(/\s+/g, ' ').trim(), FIRST_WORDS);
}
