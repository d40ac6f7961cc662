import type { Hearing, VoiceEnd } from './voice';

export type { Hearing, VoiceEnd } from './voice';

/** What an app has where its maker chose a recogniser for it. */
interface Speech {
  startRecognize(
    options: { lang: string; userInterface: boolean },
    done: (text: string) => void,
    failed: (error: { code: number }) => void,
  ): void;
  stopRecognize(): void;
}

/** Told where the microphone is not allowed. */
const NOT_ALLOWED = -7;

function speech(): Speech | undefined {
  const host: typeof globalThis & { plus?: { speech?: Speech } } = globalThis;
  return host.plus?.speech;
}

/** Whether one can speak instead of writing here. */
export function canHear(): boolean {
  return speech() !== undefined;
}

/** Listens until silence, or until it is told to stop. In: the language that is spoken. Out: `stop` and `abort` end it. */
export function listen(language: string, hearing: Hearing): { stop(): void; abort(): void } {
  const own = speech();
  if (!own) throw new Error('nothing here recognises speech');
  let over = false;
  const end = (why: VoiceEnd): void => {
    if (!over) hearing.ended(why);
    over = true;
  };
  own.startRecognize(
    { lang: language.toLowerCase(), userInterface: false },
    (text) => {
      if (!over) hearing.said(text);
      end('done');
    },
    ({ code }) => end(code === NOT_ALLOWED ? 'denied' : 'away'),
  );
  return {
    stop: () => own.stopRecognize(),
    abort: () => {
      end('done');
      own.stopRecognize();
    },
  };
}
