import * as v from 'valibot';
import type { Bus } from '../../../bus/bus';

const CHANNEL = 'viewers';
/** Changes of this process are told together, so often at most, in ms. */
const TELL_MS = 200;
/** All counts are told again so often, and those of a process that is silent for longer than SILENT_MS count no more. */
const BEAT_MS = 10_000;
const SILENT_MS = 25_000;

/** `asks`: a process has come, and wants to be told by all others. */
const Told = v.object({ from: v.string(), counts: v.record(v.string(), v.number()), asks: v.optional(v.boolean()) });
type Told = v.InferOutput<typeof Told>;

/** How many watch each live share, in all processes together. */
export interface Presence {
  /** So many of them are connected here. */
  set(shareId: string, count: number): void;
  of(shareId: string): number;
  /** Tells that nobody is left here. */
  close(): void;
}

export interface PresenceParts {
  bus: Bus;
  /** Names this process. */
  owner: string;
  /** Another number watches the share, as far as it is known here. */
  changed(shareId: string): void;
}

export function createPresence({ bus, owner, changed }: PresenceParts): Presence {
  const here = new Map<string, number>();
  const elsewhere = new Map<string, { counts: Map<string, number>; heardAt: number }>();
  const untold = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const publish = (shareIds: Iterable<string>, more: Pick<Told, 'asks'> = {}): void => {
    const counts = Object.fromEntries([...shareIds].map((id) => [id, here.get(id) ?? 0]));
    bus.publish(CHANNEL, { from: owner, counts, ...more } satisfies Told);
  };
  const tell = (): void => {
    timer = undefined;
    publish(untold);
    untold.clear();
  };
  const heard = ({ from, counts, asks }: Told): void => {
    const known = elsewhere.get(from) ?? { counts: new Map<string, number>(), heardAt: 0 };
    known.heardAt = performance.now();
    elsewhere.set(from, known);
    for (const [shareId, count] of Object.entries(counts)) {
      if ((known.counts.get(shareId) ?? 0) === count) continue;
      if (count === 0) known.counts.delete(shareId);
      else known.counts.set(shareId, count);
      changed(shareId);
    }
    if (asks) publish(here.keys());
  };
  const beat = (): void => {
    if (here.size > 0) publish(here.keys());
    for (const [process, { counts, heardAt }] of elsewhere) {
      if (performance.now() - heardAt < SILENT_MS) continue;
      elsewhere.delete(process);
      for (const shareId of counts.keys()) changed(shareId);
    }
  };

  const unsubscribe = bus.subscribe(CHANNEL, (message) => {
    if (v.is(Told, message) && message.from !== owner) heard(message);
  });
  publish([], { asks: true });
  const beats = setInterval(beat, BEAT_MS);
  beats.unref();

  return {
    set: (shareId, count) => {
      if ((here.get(shareId) ?? 0) === count) return;
      if (count === 0) here.delete(shareId);
      else here.set(shareId, count);
      untold.add(shareId);
      timer ??= setTimeout(tell, TELL_MS);
      changed(shareId);
    },
    of: (shareId) => {
      let sum = here.get(shareId) ?? 0;
      for (const { counts } of elsewhere.values()) sum += counts.get(shareId) ?? 0;
      return sum;
    },
    close: () => {
      clearInterval(beats);
      clearTimeout(timer);
      unsubscribe();
      const all = [...here.keys(), ...untold];
      here.clear();
      if (all.length > 0) publish(all);
    },
  };
}
