import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { io } from 'socket.io-client';

/**
 * Who asks and reads, each in the way of what is measured. `open` is called once a reader and gives the function that
 * asks once: `onText` hears each piece, and the promise resolves at the end of the answer. Gives, beside it, how to
 * end an answer early.
 *
 * @typedef {(onText: (text: string) => void) => { done: Promise<void>, stop: () => void }} Ask
 * Who logs in does so at `home`, which is `url` unless told.
 *
 * @type {Record<string, (url: string, home?: string) => Promise<Ask>>}
 */
export const readers = {
  direct: (url) => Promise.resolve((onText) => overHttp(`${url}/v1/chat/completions`, onText)),
  pipe: (url) => Promise.resolve((onText) => overHttp(url, onText)),

  naive: async (url) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true });
    await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
    return (onText) => {
      socket.removeAllListeners();
      socket.on('delta', ({ text }) => onText(text));
      const done = new Promise((resolve) => socket.once('done', () => resolve(undefined)));
      socket.emit('ask', { text: '你好' }, () => undefined);
      return { done, stop: () => undefined };
    };
  },

  ours: async (url, home = url) => {
    const response = await fetch(`${home}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'guest', deviceId: randomUUID() }),
    });
    const { token } = /** @type {{ token: string }} */ (await response.json());
    const socket = io(url, { auth: { token, v: 1 }, transports: ['websocket'], forceNew: true });
    await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
    return (onText) => {
      socket.removeAllListeners();
      socket.on('delta', (_ref, _offset, text) => onText(text));
      const done = new Promise((resolve) => socket.once('done', () => resolve(undefined)));
      const asked = socket.emitWithAck('ask', { askId: randomUUID(), text: '你好' });
      const stop = async () => void socket.emit('stop', { answerId: (await asked).answerId }, () => undefined);
      return { done, stop: () => void stop() };
    };
  },
};

/** @param {string} url @param {(text: string) => void} onText */
function overHttp(url, onText) {
  const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } });
  const done = new Promise((resolve) => {
    sent.once('error', () => resolve(undefined));
    sent.once('response', (answer) => {
      answer.setEncoding('utf8');
      let rest = '';
      answer.on('data', (part) => {
        const lines = (rest + part).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (!line.startsWith('data: {')) continue;
          const text = JSON.parse(line.slice(6)).choices[0]?.delta.content;
          if (text) onText(text);
        }
      });
      for (const end of ['end', 'error', 'close']) answer.once(end, () => resolve(undefined));
    });
  });
  sent.end(JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: '你好' }], stream: true }));
  return { done, stop: () => sent.destroy() };
}
