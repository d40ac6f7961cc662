import type { Definition, Instance } from 'glass-easel-miniprogram-adapter';
import type { Clock } from './clock';
import { elementOf } from './nodes';

const LOWER_PX = 50;

function told(view: HTMLElement): object {
  const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = view;
  return { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX: 0, deltaY: 0 };
}

/** `scroll-view`: the host's element scrolls itself. */
export function scrollView(clock: Clock): Definition {
  return {
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      scrollTop: null,
      scrollIntoView: String,
      scrollWithAnimation: Boolean,
      scrollAnchoring: Boolean,
      enhanced: Boolean,
      bounces: null,
      showScrollbar: null,
      lowerThreshold: null,
      upperThreshold: null,
      refresherEnabled: Boolean,
      refresherTriggered: Boolean,
      type: String,
    },
    observers: {
      'scrollX, scrollY, scrollAnchoring'(this: Instance) {
        const { scrollX, scrollY, scrollAnchoring } = this.data;
        const { style } = elementOf(this._$);
        style.overflowX = scrollX ? 'auto' : 'hidden';
        style.overflowY = scrollY ? 'auto' : 'hidden';
        style.setProperty('overflow-anchor', scrollAnchoring ? 'auto' : 'none');
      },
      scrollTop(this: Instance, top: never) {
        if (typeof top === 'number') elementOf(this._$).scrollTop = top;
      },
    },
    lifetimes: {
      attached(this: Instance) {
        const view = elementOf(this._$);
        view.addEventListener('scroll', () =>
          clock.deliver(() => {
            this.triggerEvent('scroll', told(view));
            if (view.scrollHeight - view.scrollTop - view.clientHeight <= LOWER_PX) {
              this.triggerEvent('scrolltolower', { direction: 'bottom' });
            }
            if (view.scrollTop <= LOWER_PX) this.triggerEvent('scrolltoupper', { direction: 'top' });
          }),
        );
      },
    },
  };
}
