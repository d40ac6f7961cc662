import { clip, SOURCE_TEXT_MAX, type Source } from '@huati/shared';
import * as v from 'valibot';
import { Given, type Shown } from './given';

/** So many sources of an answer come with the beginning of their texts; a large window has hundreds. */
const WITH_TEXT = 60;

/** The same with the beginning of each text only, as it is stored with the answer and told to clients. */
export function shortened<T extends Pick<Given, 'sources'>>(given: T): T {
  const sources = given.sources.map((source, at) => ({
    ...source,
    text: at < WITH_TEXT ? clip(source.text, SOURCE_TEXT_MAX) : '',
  }));
  return { ...given, sources };
}

/** As lists of messages have it of an answer that still runs: whoever follows that is told all of it. */
export function listed(shown: Shown | undefined): Shown | undefined {
  return shown && { ...shown, sources: shown.sources.slice(0, WITH_TEXT) };
}

/** What everybody is told of it. */
export function shownOf({ files: _files, private: _private, ...shown }: Shown & Partial<Given>): Shown {
  return shown;
}

/** What an answer's row tells everybody of what it rests on; undefined where it rests on nothing. */
export function shownIn({ sources_json: json }: { sources_json: string | null }): Shown | undefined {
  return json === null ? undefined : shownOf(v.parse(Given, JSON.parse(json)));
}

/** The rows that hold the whole texts of an answer's sources. */
export function sourceRows(
  messageId: string,
  sources: readonly Source[],
): { message_id: string; n: number; text: string }[] {
  return sources.map(({ n, text }) => ({ message_id: messageId, n, text }));
}
