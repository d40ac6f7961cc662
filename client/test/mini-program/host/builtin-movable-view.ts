import type { Definition, Instance } from 'glass-easel-miniprogram-adapter';
import { elementOf } from './nodes';

/** `movable-view`, as far as it is told where and how large to be; no finger moves it here. */
export const movableView: Definition = {
  properties: {
    direction: String,
    disabled: Boolean,
    x: Number,
    y: Number,
    scale: Boolean,
    scaleMin: Number,
    scaleMax: Number,
    scaleValue: Number,
  },
  observers: {
    'x, y, scaleValue'(this: Instance) {
      const { x, y, scaleValue } = this.data;
      const size = Number(scaleValue) || 1;
      elementOf(this._$).style.transform = `translate(${Number(x) || 0}px, ${Number(y) || 0}px) scale(${size})`;
    },
  },
};
