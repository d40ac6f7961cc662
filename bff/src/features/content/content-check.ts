import { createHash } from 'node:crypto';
import type { Config } from '../../config';
import { Failure } from '../../failure';
import type { Logger } from '../../logger';
import { remember } from '../../remember';
import { WeChatError } from '../../upstreams/wechat/endpoint';
import { adviceFor } from '../../upstreams/wechat/faults';
import { CONTENT_MAX, type Scene, type WeChat } from '../../upstreams/wechat/wechat';
import { deadline, withinTime } from '../../within-time';
import { inParts } from './parts';

/** A check may hold up so long in all, in ms: a question's acknowledgement waits for it, and a share may be very long. */
export const CHECK_MS = { question: 1500, share: 25_000 };
/** What stands on the border of two parts of a long text is in both, in UTF-16 units. */
const OVERLAP = 100;
/** Parts of one text that are checked at the same time. */
const AT_ONCE = 4;
/** Verdicts remembered, and for how long, in ms. */
const REMEMBERED = 5000;
const REMEMBER_MS = 10 * 60_000;
/** That checks fail is told in the log this often at most, in ms. */
const WARN_MS = 60_000;

/**
 * Which of WeChat's scenes a text is. A question is what somebody writes for themselves day by day, neither a profile nor
 * a comment on another's text: a social log. A shared topic is put up for others to read, as in a forum.
 */
const SCENES = { question: 4, share: 3 } as const satisfies Record<string, Scene>;
export type Occasion = keyof typeof SCENES;

/**
 * Has WeChat check what a person of WeChat wrote; everybody else's passes. Throws `content_refused`, and, where the
 * check failed and the deployment says so, `upstream_unavailable`. Resolves within 1.5 s for a question, 25 s for a share; `signal` ends it early where
 * nobody waits for it any more.
 */
export type ContentCheck = (userId: string, occasion: Occasion, text: string, signal?: AbortSignal) => Promise<void>;

export interface ContentCheckParts {
  wechat: Pick<WeChat, 'check'>;
  policy: NonNullable<Config['wechat']>['checkFailure'];
  /** How WeChat names the user; undefined where they are not one of WeChat's. */
  openidOf(userId: string): Promise<string | undefined>;
  logger: Logger;
}

export function createContentCheck({ wechat, policy, openidOf, logger }: ContentCheckParts): ContentCheck {
  const verdicts = new Map<string, { risky: boolean; until: number }>();
  let warnedAt = -Infinity;

  const isRisky = async (openid: string, scene: Scene, part: string, signal: AbortSignal): Promise<boolean> => {
    const key = `${scene}:${createHash('sha256').update(part, 'utf8').digest('base64')}`;
    const known = verdicts.get(key);
    if (known && performance.now() < known.until) return known.risky;
    const verdict = await wechat.check(openid, scene, part, signal);
    // What WeChat would have a person look at, which nobody here does, passes only where its writer alone sees it.
    const risky = verdict === 'risky' || (verdict === 'review' && scene === SCENES.share);
    remember(verdicts, key, { risky, until: performance.now() + REMEMBER_MS }, REMEMBERED);
    return risky;
  };

  /** Calls `found` at the first part that is: what is known is not lost where another part cannot be checked. */
  const look = async (
    { openid, scene, text }: { openid: string; scene: Scene; text: string },
    signal: AbortSignal,
    found: () => void,
  ): Promise<void> => {
    const parts = inParts(text, CONTENT_MAX, OVERLAP);
    for (let at = 0; at < parts.length; at += AT_ONCE) {
      signal.throwIfAborted();
      const some = parts.slice(at, at + AT_ONCE).map(async (part) => {
        if (await isRisky(openid, scene, part, signal)) found();
      });
      const failure = (await Promise.allSettled(some)).find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
    }
  };

  const failed = (error: unknown): void => {
    if (performance.now() - warnedAt >= WARN_MS) {
      warnedAt = performance.now();
      const { errcode, rid } = error instanceof WeChatError ? error : {};
      const advice = error instanceof WeChatError ? adviceFor(error) : undefined;
      const fault = error instanceof Error ? error.message : 'unknown';
      logger.warn({ errcode, rid, fault, advice, policy }, 'WeChat could not check a text');
    }
    if (policy === 'allow') return;
    throw new Failure('upstream_unavailable', 'WeChat could not check the text, and nothing passes unchecked here');
  };

  return async (userId, occasion, text, left) => {
    const openid = await openidOf(userId);
    if (openid === undefined) return;
    const late = deadline(CHECK_MS[occasion]);
    const known = new AbortController();
    const signal = AbortSignal.any([late, known.signal, ...(left ? [left] : [])]);
    try {
      const looking = look({ openid, scene: SCENES[occasion], text }, signal, () => known.abort());
      await withinTime(looking, CHECK_MS[occasion], 'WeChat gave no verdict');
    } catch (error) {
      if (!known.signal.aborted && !left?.aborted) failed(error);
    }
    if (known.signal.aborted) throw new Failure('content_refused', 'WeChat does not let this text pass');
  };
}
