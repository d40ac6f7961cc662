import type { Hearing } from './voice';

export type { Hearing, VoiceEnd } from './voice';

/** WeChat recognises speech by a plugin alone, which each organisation would have to ask for; its keyboard takes dictation. */
export function canHear(): boolean {
  return false;
}

/** Not asked for here. */
export function listen(language: string, hearing: Hearing): { stop(): void; abort(): void } {
  void hearing;
  throw new Error(`nothing here recognises ${language}`);
}
