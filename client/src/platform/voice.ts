/** Why nothing is heard any more: `denied`: the microphone is not allowed; `away`: what recognises cannot be reached. */
export type VoiceEnd = 'done' | 'silence' | 'denied' | 'away';

export interface Hearing {
  /** What was understood so far of what is being said; it may still change. */
  interim(text: string): void;
  /** What was said up to here, as it stays. */
  said(text: string): void;
  /** Nothing more comes. */
  ended(why: VoiceEnd): void;
}

interface Result {
  readonly isFinal: boolean;
  readonly 0: { readonly transcript: string };
}

/** What we use of the browser's own, which the DOM's types do not have. */
interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: { resultIndex: number; results: ArrayLike<Result> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

type Recogniser = new () => Recognition;

const ENDS: Readonly<Record<string, VoiceEnd>> = {
  'not-allowed': 'denied',
  'audio-capture': 'denied',
  'service-not-allowed': 'away',
  network: 'away',
  'language-not-supported': 'away',
  'no-speech': 'silence',
};

/** A browser that has it; on plain http outside of this device there is no microphone. */
function recogniser(): Recogniser | undefined {
  const names: Window & { SpeechRecognition?: Recogniser; webkitSpeechRecognition?: Recogniser } = window;
  return window.isSecureContext ? (names.SpeechRecognition ?? names.webkitSpeechRecognition) : undefined;
}

/** Whether one can speak instead of writing here. */
export function canHear(): boolean {
  return recogniser() !== undefined;
}

/**
 * Listens until silence, or until it is told to stop. In: the language that is spoken, as BCP 47 names it.
 * Out: `stop` takes what was said so far, `abort` drops it; `ended` is told after both.
 */
export function listen(language: string, hearing: Hearing): { stop(): void; abort(): void } {
  const Own = recogniser();
  if (!Own) throw new Error('nothing here recognises speech');
  const recognition = new Own();
  let why: VoiceEnd = 'done';
  recognition.lang = language;
  recognition.continuous = false;
  recognition.interimResults = true;
  recognition.onresult = ({ resultIndex, results }) => {
    const fresh = Array.from(results).slice(resultIndex);
    const textOf = (final: boolean): string =>
      fresh
        .filter(({ isFinal }) => isFinal === final)
        .map((result) => result[0].transcript)
        .join('');
    const said = textOf(true);
    if (said !== '') hearing.said(said);
    hearing.interim(textOf(false));
  };
  recognition.onerror = ({ error }) => (why = ENDS[error] ?? why);
  recognition.onend = () => hearing.ended(why);
  recognition.start();
  return { stop: () => recognition.stop(), abort: () => recognition.abort() };
}
