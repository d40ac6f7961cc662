import type { zhCN } from './zh-CN';

export type MessageKey = keyof typeof zhCN;

/** One language: a text for every key, so that a missing one is a type error. */
export type Messages = Record<MessageKey, string>;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The arguments after the key: none where the text has no placeholder, else exactly its placeholders. */
export type MessageArgs<Key extends MessageKey> = [Placeholders<(typeof zhCN)[Key]>] extends [never]
  ? []
  : [Record<Placeholders<(typeof zhCN)[Key]>, string | number>];
