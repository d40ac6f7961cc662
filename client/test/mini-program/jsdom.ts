import { JSDOM, VirtualConsole } from 'jsdom';
import { WebSocket as NodeSocket } from 'ws';
import { hostScript } from './bundle';
import type { Phones } from './chromium';
import { netOver, type Net } from './host/net';
import type { Program } from './host/program';
import type { WorldOptions } from './host/world';
import type { Pack } from './pack';
import { worldOf, type Phone, type PhoneOptions } from './phone';

interface HostWindow extends Window {
  eval(source: string): void;
  startProgram(options: WorldOptions): Program;
}

const WAIT_MS = 15_000;
const LONG_PRESS_MS = 450;

/** Phones in an imitated page: the program's logic and its templates, without layout, in Node. */
export async function jsdomPhones(pack: Pack): Promise<Phones> {
  const script = await hostScript();
  return { open: (options) => Promise.resolve(open(pack, script, options)), close: () => Promise.resolve() };
}

/** The network of Node: its `fetch` sends no Origin, as WeChat's requests send none. */
const net: Net = netOver({ fetch, WebSocket: NodeSocket as unknown as typeof WebSocket, FormData, Blob });

function open(pack: Pack, script: string, options: PhoneOptions): Phone {
  const dom = new JSDOM('<!doctype html><html><body></body></html>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    url: 'http://localhost/',
    virtualConsole: new VirtualConsole(),
  });
  const window = dom.window as unknown as HostWindow;
  window.eval(script);
  const program = window.startProgram({ ...worldOf(options), pack, net });
  program.launch(options.launch);
  const { document } = window;

  const find = async (selector: string, text = ''): Promise<Element> => {
    for (const end = Date.now() + WAIT_MS; ;) {
      const found = [...document.querySelectorAll(selector)].find(
        (each) => isSeen(each) && each.textContent.includes(text),
      );
      if (found) return found;
      if (Date.now() > end) throw new Error(`there is no ${selector} with "${text}"`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const mouse = (element: Element, type: string): boolean =>
    element.dispatchEvent(new dom.window.MouseEvent(type, { bubbles: true, cancelable: true, clientX: 1, clientY: 1 }));
  return {
    run: (work, argument) => Promise.resolve(work(program, argument)),
    tap: async (selector, text) => {
      const element = await find(selector, text);
      mouse(element, 'mousedown');
      mouse(element, 'mouseup');
    },
    longPress: async (selector, text) => {
      const element = await find(selector, text);
      mouse(element, 'mousedown');
      await new Promise((resolve) => setTimeout(resolve, LONG_PRESS_MS));
      mouse(element, 'mouseup');
    },
    draw: () => Promise.reject(new Error('there is no layout here, and nothing to draw')),
    type: async (selector, text) => {
      const field = (await find(selector)).querySelector('textarea, input') as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new dom.window.Event('input', { bubbles: true }));
    },
    texts: (selector) =>
      Promise.resolve([...document.querySelectorAll(selector)].filter(isSeen).map((each) => each.textContent)),
    classes: async (selector) => (await find(selector)).className,
    screenshot: () => Promise.resolve(),
    close: () => {
      // Else its sockets and timers would outlive the test.
      program.setOnline(false);
      program.world.clock.suspend();
      dom.window.close();
      return Promise.resolve();
    },
  };
}

/** Without layout: what nothing around it hides. */
function isSeen(element: Element): boolean {
  return element.closest('[hidden]') === null;
}
