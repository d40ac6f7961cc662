import { Message, type EvidenceGraph, type Source, type SourcesEvent } from '@huati/shared';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { answerFrom, freshAnswer, onDone, onSources, onStage } from '@/features/answers/answer-state';
import { atEnd } from '@/features/answers/resting';
import { emptyThread, withAnswer, withNewest, withSources, type Thread } from '@/features/chat/thread';

const sources: Source[] = [
  { n: 1, kind: 'path', title: '青禾资本 → 云岚科技', text: '青禾资本投资云岚科技。', pathId: 'p' },
  { n: 2, title: '融资快讯', text: '云岚科技完成 A 轮融资。' },
];
const graph: EvidenceGraph = {
  nodes: [{ id: 'n', name: '青禾资本', role: 'seed' }],
  edges: [],
  paths: [],
};
const steps = [{ tool: 'calculator' as const, input: '1+1', output: '2' }];
const told: SourcesEvent = {
  answerId: 'a',
  retrieval: 'graph',
  sources,
  graph,
  lookup: { question: '谁投资？', linked: [] },
  steps,
};
const running: Message = {
  id: 'a',
  topicId: 't',
  role: 'assistant',
  text: '',
  status: 'streaming',
  parentId: 'q',
  createdAt: '2026-11-21T00:00:00Z',
};
const thread: Thread = { ...emptyThread, messages: [running] };
const only = (from: Thread): Message | undefined => from.messages[0];

describe('what an answer rests on', () => {
  it('is as it was told last: nothing of an earlier telling is left', () => {
    const state = onSources(onSources(freshAnswer(), told), {
      answerId: 'a',
      retrieval: 'degraded',
      sources: [],
      unsupported: true,
    });
    expect(state).toMatchObject({ retrieval: 'degraded', sources: [], unsupported: true });
    expect([state.graph, state.lookup, state.steps]).toEqual([undefined, undefined, undefined]);
  });

  it('stands in the message once the answer has ended, with the sources that it cites', () => {
    const state = { ...onSources(freshAnswer(), told), text: '青禾资本[1]。' };
    const ended = onDone(state, { answerId: 'a', length: state.text.length, status: 'complete' }).state;
    const message = only(withAnswer(thread, 'a', ended));
    expect(message).toMatchObject({ graph, steps, lookup: told.lookup, sources: [sources[0]] });
    // What is kept on the device reads back as it was.
    const back = v.parse(Message, JSON.parse(JSON.stringify(message)));
    expect(answerFrom(back)).toMatchObject({ graph, steps, sources: [sources[0]] });
  });

  it('stays where an acknowledgement told nothing of it, and where a stored answer is behind', () => {
    const known = withSources(thread, told);
    const ended = { ...freshAnswer(), text: '好[2]', status: 'complete' as const };
    expect(only(withAnswer(known, 'a', ended))).toMatchObject({ graph, sources: [sources[1]] });
    const held = withAnswer(known, 'a', { ...answerFrom(running), text: '写到这里' });
    expect(only(withNewest(held, { items: [running], nextCursor: null, prevCursor: null }))).toMatchObject({
      graph,
      steps,
      sources,
    });
  });

  it('is all that came with an answer that was not written for its question', () => {
    const direct = { kind: 'stored' as const, question: '年假', score: 0.95, threshold: 0.9, model: 'bge' };
    expect(atEnd('十天。', 'complete', { sources, direct }).sources).toEqual(sources);
    expect(atEnd('十天。', 'complete', { sources }).sources).toEqual([]);
  });

  it('is read from messages that were kept before there was any of it', () => {
    const old = v.parse(Message, { ...running, status: 'complete', text: '好', sources: [sources[1]] });
    expect(answerFrom(old)).toMatchObject({ text: '好', sources: [sources[1]] });
  });
});

it('a tool is told as long as its stage lasts', () => {
  const searching = onStage(freshAnswer(), { answerId: 'a', stage: 'retrieving', tool: 'search' });
  expect(searching.tool).toBe('search');
  expect(onStage(searching, { answerId: 'a', stage: 'answering' }).tool).toBeUndefined();
  expect(onDone(searching, { answerId: 'a', length: 0, status: 'complete' }).state.tool).toBeUndefined();
});
