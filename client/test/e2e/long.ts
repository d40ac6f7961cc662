import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { startProduct, type Product } from './product';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Nothing may move by more than this that nobody has moved. */
export const STILL_PX = 1;
const END_PX = 2;

export interface Seeds {
  rounds: number;
  /** The last but one of the answers has 100,000 characters. */
  huge?: boolean;
  /** So many other topics, of one round each. */
  topics?: number;
  desktop?: boolean;
}

export interface Reader {
  page: Page;
  /** Where the long topic is. */
  url: string;
  session: CDPSession;
  close(): Promise<void>;
}

export interface LongProduct {
  /** A visitor who has a long topic, open at its end. */
  visit(seeds: Seeds): Promise<Reader>;
  close(): Promise<void>;
}

/** The product with a database that topics can be put into. */
export async function startLong(): Promise<LongProduct> {
  const data = await mkdtemp(join(tmpdir(), 'huati-long-'));
  const database = `sqlite:${join(data, 'huati.db')}`;
  const product = await startProduct({ DATABASE_URL: database, DEMO_MODEL_TOKENS_PER_SECOND: '60' });
  return {
    visit: (seeds) => visit(product, database, seeds),
    async close() {
      await product.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function visit(product: Product, database: string, seeds: Seeds): Promise<Reader> {
  const { rounds, huge = false, topics = 0, desktop = false } = seeds;
  const { page, context } = await product.visit({ desktop });
  const asked = page.waitForRequest((request) => request.headers().authorization !== undefined);
  await page.reload();
  const { authorization = '' } = (await asked).headers();
  const reply = await fetch(`${product.url}/api/me`, { headers: { authorization } });
  const { id } = (await reply.json()) as { id: string };
  const seed = ['--import', 'tsx', 'bff/test/seed-long-topic.ts', database, id, String(rounds)];
  const more = [huge ? 'huge' : 'plain', String(topics)];
  const { stdout } = await promisify(execFile)(process.execPath, [...seed, ...more], { cwd: root });
  const url = `${product.url}/?topic=${stdout.trim()}`;
  await page.goto(url);
  await page.getByText(`第 ${rounds} 问`).waitFor();
  await page.waitForFunction(isAtEnd, END_PX);
  return { page, url, session: await context.newCDPSession(page), close: () => context.close() };
}

function isAtEnd(px: number): boolean {
  const view = document.getElementById('messages');
  return view !== null && view.scrollHeight - view.clientHeight - view.scrollTop < px;
}

export const toEnd = (page: Page): Promise<unknown> => page.waitForFunction(isAtEnd, END_PX);

/** A finger on the messages. */
export function touch({ session }: Reader, type: 'touchStart' | 'touchMove' | 'touchEnd', y = 0): Promise<unknown> {
  return session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: 200, y }] });
}

/** A fling of one finger. */
export async function toss(reader: Reader, px: number): Promise<void> {
  const from = px > 0 ? 150 : 650;
  await touch(reader, 'touchStart', from);
  for (let step = 1; step <= 3; step += 1) await touch(reader, 'touchMove', from + (px * step) / 3);
  await touch(reader, 'touchEnd');
}

export interface Seen {
  top: number;
  /** How far what is seen is from the end, px. */
  fromEnd: number;
  height: number;
  /** Where everything begins that is in sight and has something to be known by: rows, and paragraphs of answers; px. */
  parts: Record<string, number>;
  drawn: number;
}

/** What stands where in the next frame, as it is painted: between frames more may have been written already. */
export function look(page: Page): Promise<Seen> {
  return page.evaluate(async () => {
    // Told after the list itself was, which began to observe before.
    await new Promise<void>((resolve) => {
      const observer = new ResizeObserver(() => (observer.disconnect(), resolve()));
      observer.observe(document.getElementById('messages-rows') ?? document.body);
    });
    const view = document.getElementById('messages');
    const all = [...(document.getElementById('messages-rows')?.children ?? [])];
    const parts: Record<string, number> = {};
    const bounds = view?.getBoundingClientRect();
    const note = (name: string, element: Element): boolean => {
      const box = element.getBoundingClientRect();
      const within = box.height > 0 && box.bottom > (bounds?.top ?? 0) && box.top < (bounds?.bottom ?? 0);
      if (within) parts[name] = box.top;
      return within;
    };
    for (const row of all) {
      if (!note(row.id, row)) continue;
      for (const [at, part] of [...row.querySelectorAll('p, h2, li, pre')].entries()) note(`${row.id} ${at}`, part);
    }
    const { scrollTop: top = 0, scrollHeight: height = 0, clientHeight = 0 } = view ?? {};
    return { top, height, fromEnd: height - top - clientHeight, parts, drawn: all.length };
  });
}

/** By how much everything moved that is in both, px. */
export function moves(before: Seen, after: Seen): number[] {
  return Object.entries(before.parts).flatMap(([name, top]) => {
    const now = after.parts[name];
    return now === undefined ? [] : [now - top];
  });
}

/** The most that anything moved; Infinity where nothing from before is in sight any more. */
export function moved(before: Seen, after: Seen): number {
  const all = moves(before, after);
  return all.length === 0 ? Infinity : Math.max(...all.map(Math.abs));
}

/** Until two frames were painted. */
export const frames = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Until nothing moves any more. */
export async function still(page: Page): Promise<Seen> {
  let before = await look(page);
  for (let same = 0; same < 3;) {
    await page.waitForTimeout(200);
    const now = await look(page);
    same = now.top === before.top && moved(before, now) === 0 ? same + 1 : 0;
    before = now;
  }
  return before;
}
