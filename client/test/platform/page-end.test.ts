import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchPageEnd as watchInBrowser } from '@/platform/page-end';
import { watchPageEnd as watchInWeChat } from '@/platform/page-end.mp-weixin';

/** A page of that height, px, of which the browser shows 800. */
function page(height: number) {
  const scrollTo = vi.fn();
  vi.stubGlobal('innerHeight', 800);
  vi.stubGlobal('scrollTo', scrollTo);
  vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockReturnValue(height);
  return scrollTo;
}

function weChat() {
  let tell = (ratio: number): void => void ratio;
  const observer = {
    relativeToViewport: () => observer,
    observe: (_mark: string, heard: (found: { intersectionRatio: number }) => void) => {
      tell = (intersectionRatio) => heard({ intersectionRatio });
    },
    disconnect: () => undefined,
  };
  const pageScrollTo = vi.fn();
  vi.stubGlobal('uni', { createIntersectionObserver: () => observer, pageScrollTo });
  return { told: (ratio: number) => tell(ratio), pageScrollTo };
}

/** Watches the end of such a page; only timers that are run pass. */
function inWeChat() {
  vi.useFakeTimers();
  const page = weChat();
  const away = vi.fn();
  return { ...page, away, end: watchInWeChat('mark', away) };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the end of a page that grows', () => {
  it('is kept by whoever opened a short page and never scrolled', () => {
    const scrollTo = page(700);
    const away = vi.fn();
    const end = watchInBrowser('mark', away);
    expect(away.mock.calls).toEqual([[false]]);
    page(900);
    end.grown();
    expect(scrollTo).not.toHaveBeenCalled();
    expect(globalThis.scrollTo).toHaveBeenCalledOnce();
    end.stop();
  });

  it('is shown the way to at once where it is far away, and nobody is taken there', () => {
    const scrollTo = page(5_000);
    const away = vi.fn();
    const end = watchInBrowser('mark', away);
    expect(away.mock.calls).toEqual([[true]]);
    end.grown();
    expect(scrollTo).not.toHaveBeenCalled();
    end.stop();
  });

  it('is known in a mini-program by what its observer tells first', () => {
    const { told, pageScrollTo, away, end } = inWeChat();
    end.grown();
    told(0);
    expect(away.mock.calls).toEqual([[true]]);
    told(1);
    // Text moves it out of sight: no finger did.
    told(0);
    expect(away.mock.calls).toEqual([[true], [false]]);
    end.grown();
    vi.runAllTimers();
    expect(pageScrollTo).toHaveBeenCalledOnce();
    end.stop();
  });

  it('is left in a mini-program by a finger that moves the page, also where its observer told of it before that was known', () => {
    const { told, pageScrollTo, away, end } = inWeChat();
    told(1);
    end.touched(300);
    told(0);
    expect(away.mock.calls).toEqual([[false]]);
    end.lifted(500);
    expect(away.mock.calls).toEqual([[false], [true]]);
    end.grown();
    vi.runAllTimers();
    expect(pageScrollTo).not.toHaveBeenCalled();
    // A page that goes on by itself once it was let go.
    told(1);
    end.touched(300);
    end.lifted(null);
    told(0);
    expect(away.mock.calls).toEqual([[false], [true], [false], [true]]);
    end.stop();
  });

  it('is not gone to in a mini-program under a finger, and again after one that only tapped', () => {
    const { told, pageScrollTo, away, end } = inWeChat();
    told(1);
    told(0);
    end.grown();
    end.touched(300);
    end.grown();
    vi.advanceTimersByTime(1_000);
    expect(pageScrollTo).not.toHaveBeenCalled();
    end.lifted(302);
    vi.runAllTimers();
    expect(pageScrollTo).toHaveBeenCalledOnce();
    expect(away.mock.calls).toEqual([[false]]);
    // The end of a touch is never told where what was touched is gone.
    end.touched(300);
    vi.runAllTimers();
    expect(away.mock.calls).toEqual([[false], [true]]);
    end.stop();
  });
});
