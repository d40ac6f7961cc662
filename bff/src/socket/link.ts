/**
 * Between two flushes on a good link, in ms. Less than text gathers before it is durable, so that each flush follows at once: a
 * frame's 23 bytes then go with 5 Han characters or more.
 */
const PACE_MIN_MS = 45;
/** The same on the weakest link, in ms: there every packet costs more than its text. */
const PACE_MAX_MS = 900;
/** A link is flushed once in so many of its round trips, */
const ROUND_TRIPS = 2.5;
/** and, from this round trip on, in ms, in so many more of the rest: at 200 ms it counts as the weakest. */
const WEAK_MS = 100;
const MORE_ROUND_TRIPS = 3;
/** How often a link that carries an answer is measured, in ms. */
const MEASURE_MS = 4000;
/** The weight of a new round trip in the running mean; TCP's own estimate uses half of it (RFC 6298). */
const WEIGHT = 0.25;

/** What a link is measured by: a frame that the other side's WebSocket answers by itself, in any browser. */
export interface Pinger {
  /** Sends one; false where this transport has none. */
  ping(): boolean;
}

export interface Link {
  paceMs(): number;
  /** Measures the link where that was not done for a while. */
  measure(): void;
  /** The ping was answered. */
  answered(): void;
}

/** How fast one connection is, by the round trips of pings: a slow or full link answers late. */
export function createLink(pinger: Pinger, now: () => number = () => performance.now()): Link {
  let roundTrip: number | undefined;
  let askedAt: number | undefined;
  let lastAsked = -Infinity;

  const roundTripNow = (): number => {
    // An answer that is late already tells as much as one that came.
    const waited = askedAt === undefined ? 0 : now() - askedAt;
    return Math.max(roundTrip ?? 0, waited);
  };

  return {
    paceMs: () => {
      const ms = roundTripNow();
      const pace = ms * ROUND_TRIPS + Math.max(0, ms - WEAK_MS) * MORE_ROUND_TRIPS;
      return Math.min(PACE_MAX_MS, Math.max(PACE_MIN_MS, pace));
    },
    measure: () => {
      if (askedAt !== undefined || now() - lastAsked < MEASURE_MS) return;
      lastAsked = now();
      if (pinger.ping()) askedAt = lastAsked;
    },
    answered: () => {
      if (askedAt === undefined) return;
      const sample = now() - askedAt;
      askedAt = undefined;
      roundTrip = roundTrip === undefined ? sample : roundTrip + WEIGHT * (sample - roundTrip);
    },
  };
}
