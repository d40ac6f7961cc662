/** The part of jsdom that the tests use. Its own types would bring a browser's globals to every workspace. */
declare module 'jsdom' {
  export class VirtualConsole {
    on(event: string, run: (...args: unknown[]) => void): void;
  }

  export class JSDOM {
    constructor(
      html: string,
      options: { runScripts: 'outside-only'; pretendToBeVisual: boolean; url: string; virtualConsole: VirtualConsole },
    );
    readonly window: { MouseEvent: typeof MouseEvent; Event: typeof Event; close(): void };
  }
}
