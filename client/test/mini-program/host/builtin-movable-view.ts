import type { Definition, Instance } from 'glass-easel-miniprogram-adapter';
import { elementOf } from './nodes';

/** `movable-view`, as far as it is told where and how large to be; no finger moves it here. */
export const movableView: Definition = {
  // Numbers may come as strings, and before the first data there are none.
  properties: {
    direction: String,
    disabled: Boolean,
    x: null,
    y: null,
    scale: Boolean,
    scaleMin: null,
    scaleMax: null,
    scaleValue: null,
  },
  observers: {
    'x, y, scaleValue'(this: Instance) {
      const { x, y, scaleValue } = this.data;
      const size = Number(scaleValue) || 1;
      elementOf(this._$).style.transform = `translate(${Number(x) || 0}px, ${Number(y) || 0}px) scale(${size})`;
    },
  },
};
