import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Player, type Progress } from '@/features/reading/player';
import { setLocale } from '@/i18n';
import type { Speech, Utterance } from '@/platform/speech';

beforeAll(() => setLocale('zh-CN'));
afterAll(() => setLocale('system'));
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** An engine that says a text when it is told to be done with it. */
function engine() {
  const said: Utterance[] = [];
  let end: ((said: boolean) => void) | null = null;
  const speech: Speech = {
    wake: () => undefined,
    speak: (what, ended) => {
      said.push(what);
      end = ended;
    },
    stop: () => (end = null),
  };
  const finish = (ok = true): void => {
    const ended = end;
    end = null;
    ended?.(ok);
  };
  return { speech, said, finish, silent: () => end === null };
}

function reading(text: string, streaming = false) {
  const answer: { text: string; streaming: boolean; gone?: boolean } = { text, streaming };
  const voice = engine();
  const progress: Progress[] = [];
  const ends: boolean[] = [];
  let rate = 1;
  const player = new Player({
    speech: voice.speech,
    reading: { row: 'none', read: () => (answer.gone ? null : { ...answer, sources: new Map() }) },
    rate: () => rate,
    report: (now) => progress.push(now),
    ended: (failed) => ends.push(failed),
  });
  const texts = () => voice.said.map((each) => each.text);
  return { answer, voice, progress, ends, player, texts, setRate: (next: number) => (rate = next) };
}

describe('Player', () => {
  it('says sentence after sentence, each in its language, and ends', () => {
    const { player, voice, ends, progress } = reading('你好。It works. 再见');
    player.begin(null);
    for (let n = 0; n < 3; n += 1) voice.finish();
    expect(voice.said.map(({ text, language }) => [text, language])).toEqual([
      ['你好。', 'zh-CN'],
      ['It works.', 'en-US'],
      ['再见', 'zh-CN'],
    ]);
    expect(progress[progress.length - 1]).toEqual({ state: 'playing', at: 2, count: 3 });
    expect(ends).toEqual([false]);
  });

  it('is held and goes on with the same sentence, and goes back and forth', () => {
    const { player, voice, progress, texts } = reading('一。二。三。');
    player.begin(null);
    player.toggle();
    expect([voice.silent(), progress[progress.length - 1]?.state]).toEqual([true, 'paused']);
    player.toggle();
    player.step(1);
    player.step(-1);
    player.step(-1);
    expect(texts()).toEqual(['一。', '一。', '二。', '一。', '一。']);
  });

  it('reads on while the answer grows: what is not whole yet waits, and nothing is said twice', () => {
    const { answer, player, voice, progress, ends, texts } = reading('第一句。第二', true);
    player.begin(null);
    voice.finish();
    expect(progress[progress.length - 1]).toEqual({ state: 'waiting', at: 1, count: 1 });
    answer.text = '第一句。第二句也来了。第三';
    vi.advanceTimersByTime(1_000);
    expect(texts()).toEqual(['第一句。', '第二句也来了。']);
    voice.finish();
    Object.assign(answer, { text: '第一句。第二句也来了。第三', streaming: false });
    vi.advanceTimersByTime(1_000);
    voice.finish();
    expect(texts()).toEqual(['第一句。', '第二句也来了。', '第三']);
    expect(ends).toEqual([false]);
  });

  it('stops when the answer is gone, says that nothing can be said, and takes a new speed at once', () => {
    const first = reading('一。二。');
    first.player.begin(null);
    first.answer.gone = true;
    first.voice.finish();
    expect(first.ends).toEqual([false]);

    const second = reading('一。二。');
    second.player.begin(null);
    second.setRate(1.5);
    second.player.again();
    expect(second.voice.said.map(({ text, rate }) => [text, rate])).toEqual([
      ['一。', 1],
      ['一。', 1.5],
    ]);
    second.voice.finish(false);
    expect(second.ends).toEqual([true]);
  });
});
