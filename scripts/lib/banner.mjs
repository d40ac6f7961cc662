import { createRequire } from 'node:module';
import { at } from './paths.mjs';

const WIDE = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns that a terminal gives to a line: Han characters take two. @param {string} line */
export const columns = (line) => [...line].reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);

/**
 * Lines in a frame.
 *
 * @param {string[]} lines
 */
export function framed(lines) {
  const width = Math.max(...lines.map(columns));
  const bar = '─'.repeat(width + 4);
  const body = lines.map((line) => `│  ${line}${' '.repeat(width - columns(line))}  │`);
  return [`╭${bar}╮`, ...body, `╰${bar}╯`].join('\n');
}

const QUIET = 2;
const BLACK_ON_WHITE = '\x1b[38;5;16;48;5;231m';
const RESET = '\x1b[0m';
/** A character shows two modules, one above the other: [above dark][below dark]. */
const HALVES = [
  [' ', '▄'],
  ['▀', '█'],
];

/**
 * The QR code of `text` for a terminal: true black on true white with a margin, whatever the terminal's colours, as
 * cameras need it.
 *
 * @param {string} text
 * @returns {string}
 */
export function qrCode(text) {
  // Asked for from the workspace that depends on it, and only now: it may have been installed a moment ago.
  const require = createRequire(at('deploy', 'local', 'package.json'));
  /** @type {{ create(text: string, options: object): { modules: { size: number, data: ArrayLike<number> } } }} */
  const qrcode = require('qrcode');
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'L' }).modules;
  const isDark = (/** @type {number} */ row, /** @type {number} */ column) =>
    Math.min(row, column) >= 0 && Math.max(row, column) < size && data[row * size + column] ? 1 : 0;
  const lines = [];
  for (let row = -QUIET; row < size + QUIET; row += 2) {
    let line = '';
    for (let column = -QUIET; column < size + QUIET; column++) {
      line += HALVES[isDark(row, column)]?.[isDark(row + 1, column)] ?? ' ';
    }
    lines.push(`  ${BLACK_ON_WHITE}${line}${RESET}`);
  }
  return lines.join('\n');
}

/**
 * Where evidence comes from; `sample`: also from invented companies, to try it with.
 *
 * @typedef {{ url: string, sample: boolean }} Knowledge
 */

/** @param {Knowledge | undefined} knowledge */
function knowledgeLines(knowledge) {
  if (!knowledge) return [];
  const sample = '                   with invented sample companies to ask about · 内置虚构的示例资料';
  return [`Knowledge · 知识   ${knowledge.url}`, ...(knowledge.sample ? [sample] : []), ''];
}

/**
 * What a person reads once everything runs.
 *
 * @param {{ port: number, lan: string[], demo: boolean, model: string | undefined, knowledge: Knowledge | undefined, seconds: string }} facts
 */
export function welcome({ port, lan, demo, model, knowledge, seconds }) {
  const addresses = lan.map((address) => `Network · 局域网   http://${address}:${port}`);
  const none = 'Network · 局域网   none found: this machine is in no local network · 未发现局域网地址';
  return framed([
    `Huati 话题 is ready · 已就绪   (${seconds})`,
    '',
    `Local · 本机       http://localhost:${port}`,
    ...(addresses.length > 0 ? addresses : [none]),
    '',
    ...knowledgeLines(knowledge),
    ...(demo ? DEMO : [`Model · 模型       ${model ?? 'the first the endpoint names · 端点的第一个模型'}`]),
    '',
    'Stop · 停止        Ctrl+C',
  ]);
}

const DEMO = [
  'Model · 模型       offline demo: no real model answers · 离线演示，并非真实模型',
  '',
  'Connect your own (any OpenAI-compatible endpoint), in the environment or in .env:',
  '接入真实模型（任何兼容 OpenAI 的端点），写入环境变量或 .env：',
  '  LLM_BASE_URL=http://127.0.0.1:8000/v1   LLM_MODEL=…   LLM_API_KEY=…',
];
