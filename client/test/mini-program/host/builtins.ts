import type { CodeSpace, Definition, Instance } from 'glass-easel-miniprogram-adapter';
import { elementOf } from './nodes';
import { field } from './builtin-fields';
import { movableView } from './builtin-movable-view';
import { richText } from './builtin-rich-text';
import { scrollView } from './builtin-scroll-view';
import type { World } from './world';

/** Attributes that any of WeChat's components may carry. */
const common = {
  role: null,
  ariaLabel: null,
  ariaRole: null,
  ariaHidden: null,
  ariaControls: null,
  ariaActivedescendant: null,
  tabindex: null,
  hoverClass: null,
  hidden: null,
};

export function withCommon(definition: Definition): Definition {
  const hidden = function (this: Instance, value: never): void {
    elementOf(this._$).toggleAttribute('hidden', Boolean(value));
  };
  return {
    ...definition,
    properties: { ...common, ...definition.properties },
    observers: { hidden, ...definition.observers },
  };
}

/** Puts properties where the page can be looked at and styled. */
export function reflect(instance: Instance, names: Record<string, string>): void {
  for (const [property, attribute] of Object.entries(names)) {
    const value = instance.data[property];
    if (typeof value === 'string' && value !== '') elementOf(instance._$).setAttribute(attribute, value);
  }
}

const button: Definition = {
  properties: { openType: String, disabled: Boolean, formType: String, type: String, plain: Boolean, loading: Boolean },
  observers: {
    'openType, disabled'(this: Instance) {
      reflect(this, { openType: 'open-type', ariaLabel: 'aria-label' });
    },
  },
};

/** `files`: what lies on the phone, which no browser knows by its address; `domains`: where the program's own servers are. */
function image({ files, domains, clock }: Pick<World, 'files' | 'domains' | 'clock'>): Definition {
  return {
    properties: { src: String, mode: String, lazyLoad: Boolean, showMenuByLongpress: Boolean },
    observers: {
      src(this: Instance, src: never) {
        const file = files.get(src);
        const address = file ? `data:image/*;base64,${file.content}` : foundAt(String(src), domains);
        elementOf(this._$).style.backgroundImage = address === '' ? '' : `url(${JSON.stringify(address)})`;
        if (address !== '') measured(address, this, clock);
      },
    },
  };
}

function foundAt(address: string, domains: World['domains']): string {
  const [, host = '', path = ''] = /^https:\/\/([^/]+)(\/.*)$/.exec(address) ?? [];
  const base = domains[host];
  return base === undefined ? address : base + path;
}

/** Tells how large a picture is, and gives it its height where that follows from its width. */
function measured(address: string, instance: Instance, clock: World['clock']): void {
  const picture = new Image();
  picture.onload = () => {
    const { naturalWidth: width, naturalHeight: height } = picture;
    if (instance.data.mode === 'widthFix') elementOf(instance._$).style.aspectRatio = `${width} / ${height}`;
    clock.deliver(() => instance.triggerEvent('load', { width, height }));
  };
  picture.onerror = () => clock.deliver(() => instance.triggerEvent('error', { errMsg: `no picture at ${address}` }));
  picture.src = address;
}

const canvas: Definition = {
  properties: { type: String, canvasId: String },
  observers: {
    type(this: Instance) {
      reflect(this, { type: 'type' });
    },
  },
};

const switcher: Definition = {
  properties: { checked: Boolean, disabled: Boolean, color: String },
};

const pageMeta: Definition = {
  properties: { pageStyle: String, rootFontSize: String, pageFontSize: String, backgroundColor: String },
  observers: {
    'pageStyle, rootFontSize, pageFontSize'(this: Instance) {
      const { pageStyle, rootFontSize } = this.data;
      const page = elementOf(this._$).closest('wx-page');
      if (page) page.setAttribute('style', String(pageStyle));
      if (typeof rootFontSize === 'string') document.documentElement.style.fontSize = rootFontSize;
    },
  },
};

/** WeChat's own components, as far as the program uses them, in the host's page. */
export function defineBuiltins(
  space: CodeSpace,
  { clock, files, domains }: Pick<World, 'clock' | 'files' | 'domains'>,
): void {
  const all: Record<string, Definition> = {
    'scroll-view': scrollView(clock),
    textarea: field('textarea', clock),
    input: field('input', clock),
    'rich-text': richText,
    button,
    image: image({ files, domains, clock }),
    switch: switcher,
    'page-meta': pageMeta,
    'movable-area': { properties: { scaleArea: Boolean } },
    'movable-view': movableView,
    canvas,
  };
  for (const [tag, definition] of Object.entries(all)) {
    const registered = space.component(`builtin/${tag}`).definition(withCommon(definition)).register();
    const { _$ } = registered as {
      _$: Parameters<ReturnType<CodeSpace['getComponentSpace']>['setGlobalUsingComponent']>[1];
    };
    space.getComponentSpace().setGlobalUsingComponent(`wx-${tag}`, _$);
  }
}
