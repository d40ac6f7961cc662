import { defineComponent, h } from 'vue';

const FITS: Record<string, Partial<CSSStyleDeclaration>> = {
  aspectFill: { objectFit: 'cover' },
  aspectFit: { objectFit: 'contain' },
  widthFix: { height: 'auto' },
};

/** uni's `image`: what `mode` says is what `object-fit` says, and `load` tells how large the picture is. */
export const WebImage = defineComponent({
  name: 'WebImage',
  props: { src: String, mode: { type: String, default: 'scaleToFill' }, lazyLoad: Boolean, ariaLabel: String },
  emits: ['load', 'error'],
  setup(props, { emit }) {
    const loaded = ({ target }: Event): void => {
      if (!(target instanceof HTMLImageElement)) return;
      emit('load', { detail: { width: target.naturalWidth, height: target.naturalHeight } });
    };
    return () =>
      h('img', {
        src: props.src,
        alt: props.ariaLabel ?? '',
        style: FITS[props.mode],
        loading: props.lazyLoad ? 'lazy' : 'eager',
        onLoad: loaded,
        onError: () => emit('error', { detail: { errMsg: 'the picture cannot be loaded' } }),
      });
  },
});
