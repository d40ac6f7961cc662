import { expect, vi } from 'vitest';
import type { TestClient } from './client';

/** Something that waits until it is told to go on, for a model that is to be held until its answer is followed, say. */
export interface Gate {
  opened: Promise<void>;
  open(): void;
}

export function closedGate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/**
 * Until the client was told what one more answer rests on; has a plan `held` by it. A reader who is late is told what it cites
 * alone.
 */
export function untilTold({ events }: Pick<TestClient, 'events'>): () => Promise<void> {
  const count = () => events.filter(({ name }) => name === 'sources').length;
  const before = count();
  return () => vi.waitFor(() => expect(count()).toBeGreaterThan(before), { interval: 5 });
}
