import type { zhCN } from './zh-CN';

export type MessageKey = keyof typeof zhCN;

/** The texts of another language for those of one file in Chinese: the same keys, so that a missing one is a type error there. */
export type SameKeys<Texts> = Record<keyof Texts, string>;

/** One language: a text for every key. */
export type Messages = SameKeys<typeof zhCN>;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The arguments after the key: none where the text has no placeholder, else exactly its placeholders. */
export type MessageArgs<Key extends MessageKey> = [Placeholders<(typeof zhCN)[Key]>] extends [never]
  ? []
  : [Record<Placeholders<(typeof zhCN)[Key]>, string | number>];
