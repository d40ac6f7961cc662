/**
 * What models take for the end of a message or the beginning of another, where a text has it: marks of ChatML and Llama,
 * those of DeepSeek with their full-width bars, and those of Llama 2, Mistral and Gemma.
 */
const SPECIAL = /<(?=\|[\w▁-]{1,40}\|>|｜[\w▁-]{1,40}｜>|\/?s>|(?:start|end)_of_turn>)|\[(?=\/?INST\])/g;

/** The text without what would end the message for a model that reads it so: such marks get a space inside. */
export function plain(text: string): string {
  return text.replace(SPECIAL, '$& ');
}

/** A name in quotation marks, on one line. */
export function quoted(name: string): string {
  return plain(JSON.stringify(name));
}
