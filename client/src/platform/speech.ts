/** What is to be said. */
export interface Utterance {
  text: string;
  /** As the engine's voices name it: `zh-CN` or `en-US`. */
  language: string;
  /** 1: as fast as the voice is by itself. */
  rate: number;
}

/** A voice that reads one text after the other. */
export interface Speech {
  /** To be called in a tap, before anything is said: some browsers let nobody speak who did not begin in one. */
  wake(): void;
  /** Says a text in place of what is being said. `ended` is called once: whether it was said to its end, or could not be. */
  speak(what: Utterance, ended: (said: boolean) => void): void;
  /** Falls silent; `ended` of what was being said is not called any more. */
  stop(): void;
}

/** Chrome's voices from the network fall silent after 15 s unless they are held and let go in between, ms. */
const KEEP_ALIVE_MS = 10_000;
/** Between falling silent and speaking again; what comes at once is lost in Chrome, ms. */
const BREATH_MS = 60;
/** A voice that has not begun by then will not; ms. */
const BEGIN_MS = 8_000;
/** How long one UTF-16 unit takes at most, ms: engines now and then forget to tell that they are at the end. */
const UNIT_MS = 700;

/** The device's own voice; null where it has none. */
export const speech: Speech | null = 'speechSynthesis' in window ? createSpeech(window.speechSynthesis) : null;

function createSpeech(engine: SpeechSynthesis): Speech {
  let timers: ReturnType<typeof setTimeout>[] = [];
  let alive: ReturnType<typeof setInterval> | undefined;
  // Held here: Chrome forgets one that nobody holds, and with it to tell of its end.
  let current: SpeechSynthesisUtterance | null = null;

  function stop(): void {
    current = null;
    timers.forEach(clearTimeout);
    timers = [];
    clearInterval(alive);
    engine.cancel();
  }
  function begin({ text, language, rate }: Utterance, ended: (said: boolean) => void): void {
    const utterance = new SpeechSynthesisUtterance(text);
    const voice = voiceFor(language, engine.getVoices());
    utterance.lang = voice?.lang ?? language;
    if (voice) utterance.voice = voice;
    utterance.rate = rate;
    const end = (said: boolean): void => {
      if (current !== utterance) return;
      if (!said) engine.cancel();
      current = null;
      timers.forEach(clearTimeout);
      clearInterval(alive);
      ended(said);
    };
    utterance.onend = () => end(true);
    utterance.onerror = () => end(false);
    const late = setTimeout(() => end(false), BEGIN_MS);
    utterance.onstart = () => clearTimeout(late);
    timers.push(
      late,
      setTimeout(() => end(true), BEGIN_MS + (text.length * UNIT_MS) / rate),
    );
    // Android's Chrome does not go on after a pause; its voices are on the device in any case.
    if (voice?.localService === false && !/Android/.test(navigator.userAgent)) {
      alive = setInterval(() => {
        engine.pause();
        engine.resume();
      }, KEEP_ALIVE_MS);
    }
    current = utterance;
    engine.speak(utterance);
  }
  // A page that is left goes on speaking in Chrome.
  window.addEventListener('pagehide', stop);
  return {
    wake() {
      engine.getVoices();
      engine.speak(new SpeechSynthesisUtterance(''));
    },
    speak(what, ended) {
      const busy = engine.speaking || engine.pending;
      stop();
      if (busy) timers.push(setTimeout(() => begin(what, ended), BREATH_MS));
      else begin(what, ended);
    },
    stop,
  };
}

/** A voice of this language: one of the device's own before one from the network, for it begins at once and never falls silent. */
function voiceFor(language: string, voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | undefined {
  const wanted = language.toLowerCase();
  const short = wanted.slice(0, 2);
  const nearness = ({ lang, localService, default: own }: SpeechSynthesisVoice): number => {
    const name = lang.toLowerCase().replace('_', '-');
    const same = name === wanted || (short === 'zh' && name.startsWith('cmn')) ? 8 : name.startsWith(short) ? 4 : 0;
    return same === 0 ? 0 : same + (localService ? 2 : 0) + (own ? 1 : 0);
  };
  const [best] = [...voices].sort((a, b) => nearness(b) - nearness(a));
  return best && nearness(best) > 0 ? best : undefined;
}
