import { component, glassEasel, MiniProgramEnv, type CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { Pack } from '../pack';
import type { Budget } from './budget';
import { defineBuiltins } from './builtins';
import type { Clock } from './clock';
import { inWords, type Faults } from './faults';
import { plainEvent } from './nodes';
import { NATIVE_TAGS, SHARED_STYLES } from './tags';
import type { World } from './world';

/** Link events of uni's own, which pass objects of the program by reference. */
const LINK = '__l';
const FROM_PAGE = /^(touch(start|move|end|cancel)|tap|canceltap|longpress|transitionend|animationend)$/;

/** A list without data yet: uni gives a component its first data right after it is made. */
const BEFORE_DATA = /^The for-list data is neither Array nor Object, got type "undefined"/;
/** WeChat takes it on every component. */
const HIDDEN = '"hidden" is not a valid property';

export interface Framework {
  space: CodeSpace;
  backend: ReturnType<MiniProgramEnv['associateBackend']>;
}

/**
 * WeChat's component framework with the program's templates in it, and WeChat's own components.
 *
 * @param wanted is told of a component that is to be drawn and is not there
 */
export function createFramework(
  { pack, budget, clock, faults, files, domains }: World,
  wanted: (path: string) => void,
): Framework {
  const env = new MiniProgramEnv();
  const space = env.createCodeSpace('program', true);
  space.getComponentSpace().updateComponentOptions({ useMethodCallerListeners: true, writeIdToDOM: true });
  glassEasel.addGlobalErrorListener((error, method, at) => {
    faults.add(`in ${String(method)} of ${typeof at === 'string' ? at : (at?.is ?? '')}`, error);
    return false;
  });
  glassEasel.addGlobalWarningListener((message) => {
    if (!BEFORE_DATA.test(message) && message !== HIDDEN) faults.add('warning', message);
  });

  space.getComponentSpace().setComponentWaitingListener((_isPublic, path) => wanted(path));
  addTemplates(space, pack);
  defineBuiltins(space, { clock, files, domains });
  for (const tag of NATIVE_TAGS) space.getComponentSpace().setGlobalUsingComponent(`wx-${tag}`, `wx-${tag}`);
  handPlainEvents();
  crossByJson(budget, clock);

  const context = new glassEasel.CurrentWindowBackendContext();
  context.onEvent((target, type, detail, options) => {
    if (!FROM_PAGE.test(type) || clock.suspended) return undefined;
    const event = new glassEasel.Event(type, detail, options);
    glassEasel.Event.dispatchEvent(target, event);
    return event.getEventBubbleStatus();
  });
  return { space, backend: env.associateBackend(context) };
}

function addTemplates(space: CodeSpace, pack: Pack): void {
  // The compiler's output is an expression; WeChat evaluates it outside of the program as well.
  const groups = new Function(`return ${pack.templates}`)() as Record<string, unknown>;
  for (const [path, content] of Object.entries(groups)) {
    // WXML has always written `bindtap` for `bind:tap`, also on what is no component.
    space.addCompiledTemplate(path, { groupList: groups, content, fallbackListenerOnNativeNode: true });
  }
  for (const path of pack.components) {
    const config = withHostTags(pack.configs[path] ?? {});
    // Set among the options of the script, which the adapter reads from the configuration alone.
    const shared = SHARED_STYLES.test(pack.scripts[path] ?? '');
    const own = shared ? { styleIsolation: 'shared' } : { addGlobalClass: true };
    space.addComponentStaticConfig(path, 'component' in config ? { ...config, ...own } : config);
    space.addStyleSheet(path, undefined, path.replace(/[^a-zA-Z0-9]/g, '_'));
  }
}

/** What stands for a component is named by WeChat's tags as well. */
function withHostTags(config: { componentPlaceholder?: Record<string, string> }): object {
  const { componentPlaceholder } = config;
  if (!componentPlaceholder) return config;
  const placeholders = Object.entries(componentPlaceholder).map(([tag, own]) => [
    tag,
    NATIVE_TAGS.includes(own) ? `wx-${own}` : own,
  ]);
  return { ...config, componentPlaceholder: Object.fromEntries(placeholders) as object };
}

/** uni tells WeChat's events from its own by what the event object itself has. */
function handPlainEvents(): void {
  const original = glassEasel.Component.getMethod.bind(glassEasel.Component);
  glassEasel.Component.getMethod = (owner, name) => {
    const method = original(owner, name) as ((event: unknown) => unknown) | undefined;
    if (!method) return undefined;
    return function handled(this: unknown, event: unknown) {
      const { type } = event as { type?: string };
      const given = type === undefined || type === LINK ? event : plainEvent(event as Parameters<typeof plainEvent>[0]);
      return method.call(this, given);
    };
  };
}

function crossByJson(budget: Budget, clock: Clock): void {
  const { prototype } = component.ComponentCaller;
  const original = prototype.setData;
  prototype.setData = function setData(data, callback) {
    original.call(this, budget.cross(this.is, data));
    if (callback) setTimeout(() => clock.deliver(() => callback.call(this)), 0);
  };
}

/** A console for the program: what it complains of is a fault. */
export function consoleFor(faults: Faults): Console {
  return new Proxy(console, {
    get(target, name) {
      if (name === 'error' || name === 'warn') {
        return (...args: unknown[]) => faults.add(`console.${name}`, args.map(inWords).join(' '));
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}
