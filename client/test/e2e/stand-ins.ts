/**
 * In place of what a browser without a screen has not: a voice that says nothing until it is told to stop, something that hears half
 * a sentence, and a newer version of the program. Runs in the page.
 */
export function standIns(): void {
  const noop = (): void => undefined;
  class Utterance {
    onstart: (() => void) | null = null;
    constructor(readonly text: string) {}
  }
  const voice = {
    speaking: false,
    pending: false,
    getVoices: () => [],
    cancel: noop,
    speak: (utterance: Utterance) => utterance.onstart?.(),
  };
  class Recogniser {
    onresult: ((event: object) => void) | null = null;
    onend: (() => void) | null = null;
    start(): void {
      const heard = Object.assign([{ transcript: '今天天气怎么样，要不要带伞' }], { isFinal: false });
      setTimeout(() => this.onresult?.({ resultIndex: 0, results: [heard] }));
    }
    stop(): void {
      this.onend?.();
    }
    abort(): void {
      this.onend?.();
    }
  }
  const worker = { postMessage: noop };
  const kept = { waiting: worker, addEventListener: noop, update: () => Promise.resolve() };
  const workers = { controller: worker, addEventListener: noop, register: () => Promise.resolve(kept) };
  Object.defineProperty(window, 'speechSynthesis', { value: voice });
  Object.defineProperty(navigator, 'serviceWorker', { value: workers });
  Object.assign(window, { SpeechSynthesisUtterance: Utterance, SpeechRecognition: Recogniser });
}
