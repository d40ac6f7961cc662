/// <reference lib="dom" />
/**
 * Runs in a page, before its own program: when each mark of an answer came over the connection and when it was painted, and how
 * long each frame was. `firstMark`: the first of the characters that are marks, of which there are `marks`.
 *
 * @param {{ firstMark: number, marks: number }} options
 */
export function watchMarks({ firstMark, marks }) {
  const clock = () => performance.timeOrigin + performance.now();
  /** @type {{ came: Record<number, number>, painted: Record<number, number>, frames: number[] }} */
  const seen = { came: {}, painted: {}, frames: [] };
  Object.assign(window, { seen });

  /** @param {string} text @param {Record<number, number>} known @returns {number[]} */
  const fresh = (text, known) =>
    [...text].map((one) => (one.codePointAt(0) ?? 0) - firstMark).filter((n) => n >= 0 && n < marks && !(n in known));

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        for (const n of fresh(String(data), seen.came)) seen.came[n] = clock();
      });
    }
  };

  /** @param {NodeList} nodes */
  const textsOf = (nodes) => Array.from({ length: nodes.length }, (_, n) => nodes[n]?.textContent ?? '');

  // What is posted in a frame is read once that frame is painted.
  const { port1, port2 } = new MessageChannel();
  let inFrame = false;
  /** @type {number[]} */
  let waiting = [];
  port1.onmessage = ({ data }) => {
    inFrame = false;
    for (const n of data) seen.painted[n] ??= clock();
  };
  const frame = (/** @type {number} */ at) => {
    seen.frames.push(at);
    inFrame = true;
    port2.postMessage(waiting);
    waiting = [];
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new MutationObserver((changes) => {
    const text = changes.flatMap(({ target, addedNodes }) => [target.nodeValue ?? '', ...textsOf(addedNodes)]).join('');
    const found = fresh(text, seen.painted);
    if (inFrame) port2.postMessage(found);
    else waiting.push(...found);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** What the page noted, and begins to note anew. */
export function takeSeen() {
  /** @type {{ came: Record<string, number>, painted: Record<string, number>, frames: number[] }} */
  const seen = Reflect.get(window, 'seen');
  const { came, painted, frames } = seen;
  seen.frames = [];
  return { came, painted, frames };
}

/** Of the answer, as far as it is shown, in UTF-16 units. */
export function unitsShown() {
  return (document.querySelector('.answer')?.textContent ?? '').length;
}
