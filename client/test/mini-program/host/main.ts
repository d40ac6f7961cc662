import { createProgram, type Program } from './program';
import { netOver, type Net } from './net';
import type { WorldOptions } from './world';

declare global {
  interface Window {
    /** Starts a mini-program in this page. */
    startProgram(options: Omit<WorldOptions, 'net'> & { net?: Net }): Program;
    program: Program;
  }
}

window.startProgram = (options) => {
  const net =
    options.net ??
    netOver({
      fetch: window.fetch.bind(window),
      WebSocket: window.WebSocket,
      FormData: window.FormData,
      Blob: window.Blob,
    });
  window.program = createProgram({ ...options, net });
  return window.program;
};
