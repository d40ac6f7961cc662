import { clip } from '../text';

/** Longest passage that stands before a question, UTF-16 units: what is asked about, not the whole answer again. */
export const QUOTATION_MAX = 1_000;

/** A question as it is shown: the passage it is about, empty where there is none, and what is asked. */
export interface Quoting {
  quotation: string;
  text: string;
}

/** The passage as it is quoted: without space around it, at most one empty line in a row, and cut with an ellipsis. */
export function toQuotation(passage: string): string {
  const whole = passage
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line, at, lines) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim();
  return whole.length <= QUOTATION_MAX ? whole : `${clip(whole, QUOTATION_MAX).trimEnd()}…`;
}

/** One text of both, as it is asked and stored: the passage as Markdown's quote, an empty line, the question. */
export function joinQuotation({ quotation, text }: Quoting): string {
  if (quotation === '') return text;
  const quoted = quotation.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  return `${quoted.join('\n')}\n\n${text}`;
}

/** What `joinQuotation` made one text of; any other text is a question that quotes nothing. Joined again it is `whole`. */
export function splitQuotation(whole: string): Quoting {
  const end = whole.startsWith('> ') ? whole.indexOf('\n\n') : -1;
  const lines = whole.slice(0, Math.max(0, end)).split('\n');
  if (end < 0 || !lines.every((line) => line === '>' || /^> ./u.test(line))) return { quotation: '', text: whole };
  return { quotation: lines.map((line) => line.slice(2)).join('\n'), text: whole.slice(end + 2) };
}
