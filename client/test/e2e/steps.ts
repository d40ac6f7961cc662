import type { BrowserContext, Page } from 'playwright-core';
import { en } from '@/i18n/en';
import { filled } from '@/i18n/format';
import type { MessageKey } from '@/i18n/messages';
import { zhCN } from '@/i18n/zh-CN';
import type { Servers } from '../integration/servers';

export const WAIT_MS = 30_000;
/** Drawn by then, for whoever walks asks for no motion; ms. */
export const SETTLED_MS = 120;

export type Language = keyof typeof texts;
const texts = { 'zh-CN': zhCN, en };

/** Where the product is looked at. `look` is called in each state, with its name. */
export interface Walk {
  servers: Servers;
  context: BrowserContext;
  language: Language;
  /** Topics stand beside the conversation. */
  wide: boolean;
  look(page: Page, state: string): Promise<void>;
}

/** What is done to a page in the words of its language. */
export class Steps {
  constructor(
    readonly page: Page,
    private readonly walk: Walk,
  ) {}

  /** The text of a key, for what it names on the page. */
  words(key: MessageKey, values: Record<string, string | number> = {}): string {
    return filled(texts[this.walk.language][key], values);
  }

  async look(state: string): Promise<void> {
    await this.page.waitForTimeout(SETTLED_MS);
    await this.walk.look(this.page, state);
  }

  /** To the newest words of the conversation, or back to the oldest that are here. */
  async scrollTo(end: 'first' | 'last'): Promise<void> {
    await this.page
      .locator('#messages')
      .evaluate((element, last) => element.scrollTo({ top: last ? element.scrollHeight : 0 }), end === 'last');
  }

  async press(key: MessageKey, values: Record<string, string | number> = {}): Promise<void> {
    await this.page.getByLabel(this.words(key, values), { exact: true }).last().click();
  }

  async pick(key: MessageKey, within = '.ui-sheet.is-shown, .ui-menu.is-shown'): Promise<void> {
    await this.page.locator(within).last().getByText(this.words(key), { exact: true }).first().click();
  }

  /** Closes what lies on top, as Esc does. */
  async close(selector = '.ui-sheet.is-shown, .ui-menu.is-shown'): Promise<void> {
    const open = await this.page.locator(selector).count();
    await this.page.keyboard.press('Escape');
    await this.page.waitForFunction(
      ([which, before]) => document.querySelectorAll(String(which)).length < Number(before),
      [selector, open],
    );
    await this.page.waitForTimeout(SETTLED_MS);
  }

  async ask(text: string, plan: object): Promise<void> {
    await this.walk.servers.plan(plan);
    await this.page.locator('.composer textarea').first().fill(text);
    await this.page.locator('.composer .is-solid[aria-disabled="false"]').waitFor({ timeout: WAIT_MS });
    await this.press('chat.send');
  }

  ended(): Promise<void> {
    return this.page.getByLabel(this.words('chat.stop')).waitFor({ state: 'detached', timeout: WAIT_MS });
  }

  /** The list of topics, where it is not there already. */
  async topics(): Promise<void> {
    if (!this.walk.wide) await this.press('topics.open');
  }

  async menu(key: MessageKey): Promise<void> {
    await this.page.locator('.header').getByLabel(this.words('topics.moreHere'), { exact: true }).click();
    await this.pick(key);
  }
}
