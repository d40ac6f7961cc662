import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config';
import { AnswerLog } from '../src/features/chat/answer-log';
import { PieceBuffer } from '../src/features/chat/piece-buffer';
import { createLink } from '../src/socket/link';
import { Failure } from '../src/failure';
import { Readable } from 'node:stream';
import { readEvents } from '../src/upstreams/model/sse';
import { translateChunk } from '../src/upstreams/model/translate';

describe('the configuration', () => {
  it('names every fault at once, with its cure', () => {
    const bad = { PORT: 'x', DATABASE_URL: 'postgres://x', JWT_SECRET: 'short', LLM_MAX_MODEL_LEN: '9' };
    let message = '';
    try {
      readConfig(bad);
    } catch (error) {
      if (error instanceof ConfigError) message = error.message;
    }
    for (const name of ['PORT', 'DATABASE_URL', 'JWT_SECRET', 'LLM_MAX_MODEL_LEN', 'LLM_BASE_URL']) {
      expect(message).toContain(`  ${name} `);
    }
    expect(message).toContain('5 fault(s)');
  });

  it('leaves room for the question', () => {
    const env = { LLM_BASE_URL: 'http://127.0.0.1/v1', LLM_MAX_OUTPUT_TOKENS: '10000' };
    expect(() => readConfig(env)).toThrow('LLM_MAX_OUTPUT_TOKENS must be below LLM_MAX_MODEL_LEN');
    expect(readConfig({ LLM_BASE_URL: 'http://127.0.0.1/v1/' }).model).toMatchObject({
      baseUrl: 'http://127.0.0.1/v1',
      maxModelLen: 10_000,
      maxOutputTokens: 2000,
    });
    const small = { LLM_BASE_URL: 'http://127.0.0.1/v1', LLM_MAX_MODEL_LEN: '1200' };
    expect(readConfig(small).model).toMatchObject({ maxOutputTokens: 600, minOutputTokens: 300 });
  });

  it('proposes a few questions', () => {
    const examples = (EXAMPLE_QUESTIONS: string) =>
      readConfig({ LLM_BASE_URL: 'http://127.0.0.1/v1', EXAMPLE_QUESTIONS }).examples;
    expect(examples('谁投资了它？| 何时？ |')).toEqual(['谁投资了它？', '何时？']);
    expect(examples('')).toEqual([]);
    expect(() => examples('1|2|3|4|5')).toThrow('EXAMPLE_QUESTIONS must be 4 questions at most');
    expect(() => examples('长'.repeat(101))).toThrow('EXAMPLE_QUESTIONS must be questions of 100 characters at most');
  });
});

describe('the configuration of WeChat', () => {
  const env = { LLM_BASE_URL: 'http://127.0.0.1/v1' };

  it('is whole or not there', () => {
    expect(readConfig(env).wechat).toBeUndefined();
    expect(() => readConfig({ ...env, WECHAT_APPID: 'wx1' })).toThrow('WECHAT_SECRET is missing');
    expect(() => readConfig({ ...env, WECHAT_SECRET: 's' })).toThrow('WECHAT_APPID is missing');
    expect(readConfig({ ...env, WECHAT_APPID: 'wx1', WECHAT_SECRET: 's' }).wechat).toEqual({
      appid: 'wx1',
      secret: 's',
      baseUrl: 'https://api.weixin.qq.com',
      checkFailure: 'allow',
    });
    const wrong = { ...env, WECHAT_APPID: 'wx 1', WECHAT_SECRET: 's', WECHAT_CHECK_FAILURE: 'maybe' };
    expect(() => readConfig(wrong)).toThrow('2 fault(s)');
  });
});

function reasonOf(data: string): unknown {
  try {
    return translateChunk(data);
  } catch (error) {
    return error instanceof Failure ? error.reason : error;
  }
}

describe('the stream of the model', () => {
  const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ delta, finish_reason: null }] })}\n\n`;
  const whole = `: ping\n\n${chunk({ content: '话' })}${chunk({ content: '题😀' })}data: [DONE]\n\n`;

  it('is read right wherever its bytes are cut', async () => {
    const bytes = Buffer.from(`${whole}data: more\n\n`);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].filter(({ length }) => length > 0);
      const events: string[] = [];
      await readEvents(Readable.from(parts, { objectMode: false }), (data) => {
        events.push(data);
        return data !== '[DONE]';
      });
      expect(events.at(-1)).toBe('[DONE]');
      const texts = events.slice(0, -1).flatMap(translateChunk);
      expect(texts).toEqual([
        { kind: 'text', text: '话' },
        { kind: 'text', text: '题😀' },
      ]);
    }
  });

  it('is read right whatever ends its lines, with comments, other fields and data in several lines', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const lines = [
        ': ping',
        '',
        'event: x',
        'data:一',
        'data: 二',
        'id: 3',
        '',
        'data',
        '',
        'data:  三',
        '',
        'data: cut',
      ];
      const text = lines.join(end);
      for (let cut = 0; cut <= text.length; cut += 1) {
        const events: string[] = [];
        const parts = [text.slice(0, cut), text.slice(cut)].filter(Boolean).map((part) => Buffer.from(part));
        await readEvents(Readable.from(parts, { objectMode: false }), (data) => events.push(data) > 0);
        expect(events).toEqual(['一\n二', ' 三']);
      }
    }
  });

  it('has faults told apart', () => {
    expect(['{', '{"choices":7}', '{"error":{"message":"x"}}'].map(reasonOf)).toEqual([
      'malformed',
      'malformed',
      'reported',
    ]);
    expect(translateChunk('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}')).toEqual([
      { kind: 'usage', usage: { inputTokens: 3, outputTokens: 4 } },
    ]);
  });
});

describe('text on its way into an answer', () => {
  it('is never half a pair, and a lost half becomes one replacement character', () => {
    const buffer = new PieceBuffer();
    buffer.add('text', 'a\ud83d');
    expect(buffer.take('text')).toBe('a');
    expect(buffer.ready).toBe(false);
    buffer.add('text', '\ude00b\0');
    expect(buffer.take('text')).toBe('😀b\uFFFD');
    buffer.add('text', '\ud83d');
    expect(buffer.take('text')).toBe('');
    buffer.seal();
    expect(buffer.take('text')).toBe('\uFFFD');
  });
});

describe('the log of an answer', () => {
  it('takes nothing after its end', () => {
    const log = new AnswerLog('a', '有');
    log.append('text', '了');
    log.finish({ status: 'complete' });
    log.append('text', 'more');
    log.finish({ status: 'failed' });
    expect([log.text, log.end?.status]).toEqual(['有了', 'complete']);
  });
});

describe('the pace of a link', () => {
  it('is quick on a good one, slow on a weak one, and follows a change', () => {
    let clock = 0;
    const link = createLink({ ping: () => true }, () => clock);
    const measured = (roundTrip: number) => {
      clock += 5000;
      link.measure();
      clock += roundTrip;
      link.answered();
      return link.paceMs();
    };
    expect(link.paceMs()).toBe(45);
    expect(measured(20)).toBe(50);
    for (let n = 0; n < 20; n += 1) measured(400);
    expect(link.paceMs()).toBe(900);
    for (let n = 0; n < 20; n += 1) measured(20);
    expect(Math.round(link.paceMs())).toBe(53);
  });

  it('is slow while a ping stays without an answer', () => {
    let clock = 0;
    const link = createLink({ ping: () => true }, () => clock);
    link.measure();
    clock = 150;
    expect(link.paceMs()).toBe(525);
  });
});
