import type { Config } from '../../config';
import { Failure } from '../../failure';
import { remember } from '../../remember';
import { deadline } from '../../within-time';
import type { Model, PromptMessage } from './model';

/** A white square, as a PNG of 64 x 64 pixels: models refuse sides below 10, 28 or 32 pixels. */
export const SQUARE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAS0lEQVR42u3PMQ0AAAwDoPo33UrYvQQckD4XAQEBAQ' +
  'EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAYHLAMpT0sIcNbcEAAAAAElFTkSuQmCC';
const PROBE: PromptMessage[] = [
  { role: 'system', content: 'Task: look.\nSay ok.' },
  { role: 'user', content: 'ok?', pictures: [{ name: 'square.png', url: SQUARE }] },
];
/** How long a model may take to show that it sees, in ms; and how soon one is asked again that refused, or was away. */
const PROBE_MS = 10_000;
const REFUSED_MS = 600_000;
const AWAY_MS = 60_000;
/** Models that are remembered: people may name any. */
const MODELS = 100;

interface Known {
  takes: Promise<boolean>;
  /** Of `Date.now()`: until then it is not asked again. */
  until: number;
}

/** Finds out, with a small picture, whether a model takes pictures; `on` and `off` say so. */
export function createVision(
  setting: Config['model']['vision'],
  stream: Model['stream'],
  nameOf: (name: string | undefined) => Promise<string>,
): Model['takesPictures'] {
  const models = new Map<string, Known>();

  const probe = async (known: Known, model: string): Promise<boolean> => {
    const signal = deadline(PROBE_MS);
    const seen: string[] = [];
    try {
      const request = { messages: PROBE, model, maxTokens: 1, signal };
      await stream(request, ({ kind }) => void seen.push(kind));
    } catch (error) {
      // A refusal may be one of the key, or of a model that is not loaded yet: only a success is for good.
      const refused = error instanceof Failure && error.reason === 'rejected';
      known.until = Date.now() + (refused ? REFUSED_MS : AWAY_MS);
      return false;
    }
    if (seen.length === 0) known.until = Date.now() + AWAY_MS;
    return seen.length > 0;
  };

  return async (asked) => {
    if (setting !== 'auto') return setting === 'on';
    try {
      const name = await nameOf(asked);
      const found = models.get(name);
      if (found && Date.now() < found.until) return await found.takes;
      const known: Known = { takes: Promise.resolve(false), until: Infinity };
      known.takes = probe(known, name);
      remember(models, name, known, MODELS);
      return await known.takes;
    } catch {
      return false;
    }
  };
}
