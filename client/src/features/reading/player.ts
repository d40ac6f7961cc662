import { locale } from '@/i18n';
import type { Sources } from '@/markdown/citations';
import { createParser } from '@/markdown/parse';
import { tokensOf } from '@/markdown/token-groups';
import { markRead, placeOf, readText } from '@/platform/read-marks';
import type { Speech } from '@/platform/speech';
import { placesOf, sentenceAt } from './align';
import { toSentences, type Sentence } from './to-sentences';

/** How often it is looked whether more of a growing answer is there, ms. */
const LOOK_MS = 250;
const HAN = /\p{Script=Han}/u;
/** The end of a sentence that more text does not change. */
const ENDED = /[。！？；!?]["”’」』）)]*\s*$/;

/** What is read. */
export interface Reading {
  /** The id in the page of the answer's row. */
  row: string;
  /** Gives the answer as far as it is there; null where it is gone. */
  read(): { text: string; streaming: boolean; sources: Sources } | null;
}

/** What the reader sees of it. */
export interface Progress {
  state: 'playing' | 'paused' | 'waiting';
  /** The sentence that is read, from 0, and how many are there by now. */
  at: number;
  count: number;
}

export interface PlayerOptions {
  speech: Speech;
  reading: Reading;
  rate(): number;
  report(progress: Progress): void;
  /** It is over; `failed`: nothing could be said. */
  ended(failed: boolean): void;
}

/** Reads an answer sentence by sentence, also while it is written, and marks on the screen where it is. */
export class Player {
  /** Of an answer that grows only what may still change is gone through again. */
  private readonly parse = createParser((group) => toSentences(tokensOf(group)));
  private sentences: Sentence[] = [];
  private streaming = true;
  private at = 0;
  private state: Progress['state'] = 'paused';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PlayerOptions) {}

  /** Begins, where something is selected with its sentence. */
  begin(selected: { node: Node; offset: number } | null): void {
    this.look();
    this.play(selected ? this.sentenceOf(selected) : 0);
  }

  toggle(): void {
    if (this.state === 'paused') return this.play(this.at);
    // Engines differ in what they do after a pause: the sentence is read again.
    this.silence();
    this.tell('paused');
  }

  /** Goes on with the next sentence, or another one. */
  step(by: 1 | -1): void {
    this.play(Math.max(0, Math.min(this.at + by, this.sentences.length)));
  }

  /** The speed was changed. */
  again(): void {
    if (this.state === 'playing') this.play(this.at);
  }

  stop(): void {
    this.silence();
    markRead(null, null);
  }

  private sentenceOf(selected: { node: Node; offset: number }): number {
    const page = readText(this.options.reading.row);
    return page ? sentenceAt(this.placesIn(page.text), placeOf(page, selected) ?? 0) : 0;
  }

  private play(at: number): void {
    clearTimeout(this.timer);
    this.at = at;
    if (!this.look()) return this.finish(false);
    const sentence = this.sentences[at];
    if (sentence) return this.say(sentence);
    if (!this.streaming) return this.finish(false);
    this.tell('waiting');
    this.timer = setTimeout(() => this.play(at), LOOK_MS);
  }

  private say({ spoken }: Sentence): void {
    const { speech, rate } = this.options;
    const page = readText(this.options.reading.row);
    markRead(page, page && (this.placesIn(page.text)[this.at] ?? null));
    this.tell('playing');
    speech.speak({ text: spoken, language: languageOf(spoken), rate: rate() }, (said) => {
      if (said) this.play(this.at + 1);
      else this.finish(true);
    });
  }

  private placesIn(page: string): ReturnType<typeof placesOf> {
    return placesOf(
      this.sentences.map(({ shown }) => shown),
      page,
    );
  }

  /** Out: whether the answer is still there. */
  private look(): boolean {
    const now = this.options.reading.read();
    if (!now) return false;
    this.streaming = now.streaming;
    const all = this.parse(now.text, now.streaming, now.sources);
    const last = all[all.length - 1];
    // The last one is still being written.
    this.sentences = now.streaming && last && !ENDED.test(last.shown) ? all.slice(0, -1) : all;
    return true;
  }

  private finish(failed: boolean): void {
    this.stop();
    this.options.ended(failed);
  }

  private silence(): void {
    clearTimeout(this.timer);
    this.options.speech.stop();
  }

  private tell(state: Progress['state']): void {
    this.state = state;
    this.options.report({ state, at: this.at, count: this.sentences.length });
  }
}

/** The language of a sentence's voice, by its letters; that of the words around where it has none. */
function languageOf(text: string): string {
  if (HAN.test(text)) return 'zh-CN';
  return /[a-z]/i.test(text) || locale.value === 'en' ? 'en-US' : 'zh-CN';
}
