import type { SharedMessage } from '@huati/shared';
import type { ShareRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { Settling } from './settling';
import type { PicturesFor, Showing, ShownMessage } from './showing';
import type { SharingRepository } from './sharing.repository';
import { SNAPSHOT_MAX_BYTES } from './snapshot';
import { titleKey, type Verdicts } from './verdicts';

/** What is needed of a live share to know what it shows. */
export type LiveShare = Pick<ShareRow, 'id' | 'user_id' | 'topic_id' | 'title' | 'checked_json' | 'pictures_json'>;

/** What a live share shows now. */
export interface NowShown {
  title: string;
  /** In reading order. The last may be `streaming`, with its text so far and without what it rests on. */
  messages: SharedMessage[];
  /** Of which of them it is not known yet whether others may read them: they have no text. */
  unchecked?: ReadonlySet<string>;
}

export interface ShownNow {
  /**
   * The branch of the topic that is shown, as a snapshot would have it. Where texts are checked, a message has no text until that
   * was done, and none, but `withheld`, where it may not be shown. Of a topic that has become too large to share the newest messages.
   * Throws `not_found` where the topic is gone.
   */
  of(share: LiveShare): Promise<NowShown>;
}

export interface ShownNowParts {
  repository: Pick<SharingRepository, 'titleOf' | 'lengths' | 'shown'>;
  showing: Showing;
  /** Undefined where pictures are not shared. */
  picturesOf?: ((share: LiveShare) => PicturesFor | undefined) | undefined;
  /** Has what was not checked yet checked; undefined where anything may be shown. */
  settle: Settling['settle'] | undefined;
}

export function createShownNow({ repository, showing, picturesOf, settle }: ShownNowParts): ShownNow {
  return {
    of: async (share) => {
      const title = await repository.titleOf(share.topic_id);
      if (title === undefined) throw new Failure('not_found', 'no such share, or it has ended');
      const from = beginning(await repository.lengths(share.topic_id));
      const rows = await repository.shown(share.topic_id, from);
      const shown = await showing(rows, picturesOf?.(share));
      if (!settle) return { title, messages: shown.map(({ message }) => message) };
      const key = titleKey(title);
      const ended = shown.filter(({ message }) => message.status !== 'streaming');
      const verdicts = await settle(share, [
        ...(title === share.title ? [] : [{ id: key, words: title }]),
        ...ended.map(({ message, words }) => ({ id: message.id, words })),
      ]);
      return {
        title: verdicts.get(key) ? title : share.title,
        messages: shown.map((each) => allowed(each, verdicts)),
        unchecked: new Set(ended.map(({ message }) => message.id).filter((id) => !verdicts.has(id))),
      };
    },
  };
}

/** The first of the newest messages that together are not more than can be shared; undefined: all are. */
function beginning(lengths: readonly { id: string; length: number }[]): string | undefined {
  let sum = 0;
  for (let at = lengths.length - 1; at >= 0; at -= 1) {
    sum += lengths[at]?.length ?? 0;
    if (sum > SNAPSHOT_MAX_BYTES) return lengths[at + 1]?.id ?? lengths[at]?.id;
  }
  return undefined;
}

function allowed({ message }: ShownMessage, verdicts: Verdicts): SharedMessage {
  const verdict = verdicts.get(message.id);
  if (verdict === true) return message;
  const { id, role, status, createdAt } = message;
  return { id, role, status, createdAt, text: '', ...(verdict === false && { withheld: true }) };
}
