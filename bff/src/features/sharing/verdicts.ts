import * as v from 'valibot';

/** Whether others may read something, by its message's id; what is not in it was not checked yet. */
export type Verdicts = ReadonlyMap<string, boolean>;

const Checked = v.record(v.string(), v.boolean());

/** What is known of the texts of a live share. */
export function verdictsIn({ checked_json: json }: { checked_json: string | null }): Verdicts {
  return new Map(json === null ? [] : Object.entries(v.parse(Checked, JSON.parse(json))));
}

/** As it is stored. */
export function toCheckedJson(verdicts: Verdicts): string {
  return JSON.stringify(Object.fromEntries(verdicts));
}

/** What the verdict on a topic's title is kept by: no message has such an id. */
export function titleKey(title: string): string {
  return `title ${title}`;
}
