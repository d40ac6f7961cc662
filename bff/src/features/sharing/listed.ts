import * as v from 'valibot';

/** A picture of a share: what it is drawn from, and its size in pixels; 0: it cannot be drawn. */
const One = v.object({ attachmentId: v.string(), width: v.number(), height: v.number() });
type One = v.InferOutput<typeof One>;

/** The pictures that may be asked for of a share, by their ids there. */
export type Listed = ReadonlyMap<string, One>;

const Stored = v.record(v.string(), One);

export function picturesIn({ pictures_json: json }: { pictures_json: string | null }): Listed {
  return new Map(json === null ? [] : Object.entries(v.parse(Stored, JSON.parse(json))));
}

export function toPicturesJson(listed: Listed): string {
  return JSON.stringify(Object.fromEntries(listed));
}
