import { Attachment } from '@huati/shared';
import * as v from 'valibot';
import { readStored, removeStored, storedKeys, writeStored } from '@/platform/storage';

const PREFIX = 'attached.';

/** What is attached to a question that is being written; `place`: of which topic, empty for the one that does not exist yet. */
export interface Placed {
  place: string;
  attachment: Attachment | null;
}

/** What of the files attached to questions that are being written is at the server, on the device: drafts keep it so. */
export class AttachedShelf {
  private last = new Map<string, string>();

  /** What was kept: for each place its files, in order. */
  read(): [place: string, attachments: Attachment[]][] {
    return storedKeys(PREFIX).flatMap((key) => {
      const kept = v.safeParse(v.array(Attachment), readStored(key));
      const place = key.slice(PREFIX.length);
      if (!kept.success) return [];
      this.last.set(place, idsOf(kept.output));
      return [[place, kept.output]];
    });
  }

  /** Keeps what has an id at the server, and writes only where that changed. */
  keep(files: readonly Placed[]): void {
    const now = new Map<string, Attachment[]>();
    for (const { place, attachment } of files) {
      if (attachment) now.set(place, [...(now.get(place) ?? []), attachment]);
    }
    for (const place of new Set([...this.last.keys(), ...now.keys()])) {
      const attachments = now.get(place) ?? [];
      const ids = idsOf(attachments);
      if (ids === (this.last.get(place) ?? '')) continue;
      this.last.set(place, ids);
      if (ids === '') removeStored(PREFIX + place);
      else writeStored(PREFIX + place, attachments);
    }
  }
}

function idsOf(attachments: readonly Attachment[]): string {
  return attachments.map(({ id, status }) => `${id} ${status}`).join();
}
