import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { printElement } from '@/platform/print';
import { usePrinting } from '@/reader/printing';

// KaTeX itself sets nothing in an imitated browser.
vi.mock('@/platform/formula-setting', () => ({
  formulaOf: (tex: string): HTMLElement => Object.assign(document.createElement('b'), { textContent: `set ${tex}` }),
}));

const Page = defineComponent(() => {
  const { printing, print } = usePrinting(() => '标题（AI 生成）');
  return () => [h('button', { onClick: print }), printing.value ? h('p', { class: 'print' }, '要打印的话') : null];
});

/** What the browser finds on the page when it is told to print; `dialog`: it shows one, as long as print() takes. */
function browser(dialog: boolean) {
  const found: { text: string; title: string; sheets: number }[] = [];
  vi.stubGlobal('print', () => {
    if (dialog) window.dispatchEvent(new Event('beforeprint'));
    const sheets = document.querySelectorAll('.print-sheet');
    const text = document.querySelector('.print')?.textContent ?? '';
    found.push({ text, title: document.title, sheets: sheets.length });
    if (dialog) window.dispatchEvent(new Event('afterprint'));
  });
  return found;
}

beforeEach(() => {
  vi.useFakeTimers();
  document.title = '话题';
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

describe('the reader’s page on paper', () => {
  it('is drawn before the browser prints it', async () => {
    const found = browser(true);
    const page = mount(Page, { attachTo: document.body });
    await page.get('button').trigger('click');
    await vi.advanceTimersByTimeAsync(0);
    expect(found).toEqual([{ text: '要打印的话', title: '标题（AI 生成）', sheets: 0 }]);
    expect(document.title).toBe('话题');
    expect(page.find('.print').exists()).toBe(false);
    page.unmount();
  });

  it('is as before where the browser prints nothing, however often it is tapped', async () => {
    const found = browser(false);
    const page = mount(Page, { attachTo: document.body });
    await page.get('button').trigger('click');
    await page.get('button').trigger('click');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(found).toHaveLength(2);
    expect(document.title).toBe('话题');
    expect(page.find('.print').exists()).toBe(false);
    page.unmount();
  });

  it('stays drawn while a dialog is open', async () => {
    vi.stubGlobal('print', () => window.dispatchEvent(new Event('beforeprint')));
    const page = mount(Page, { attachTo: document.body });
    await page.get('button').trigger('click');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.find('.print').exists()).toBe(true);
    window.dispatchEvent(new Event('afterprint'));
    await vi.advanceTimersByTimeAsync(0);
    expect(page.find('.print').exists()).toBe(false);
    page.unmount();
  });
});

describe('an export on paper', () => {
  it('leaves nothing behind where the browser prints nothing', async () => {
    document.body.innerHTML = '<div id="sheet">Wort</div>';
    const found = browser(false);
    await Promise.all([printElement('sheet', 'Titel'), printElement('sheet', 'Titel')]);
    await printElement('sheet', 'Titel');
    // Asked twice at once, it prints once.
    expect(found.map(({ sheets }) => sheets)).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(document.querySelectorAll('.print-sheet')).toHaveLength(0);
    expect(document.title).toBe('话题');
    expect(document.documentElement.classList.contains('is-printing')).toBe(false);
  });

  it('waits for formulas, and prints nothing that was closed meanwhile', async () => {
    document.body.innerHTML = '<div id="sheet"><span class="md-math" data-tex="x^2">$x^2$</span></div>';
    let html = '';
    vi.stubGlobal('print', () => (html = document.querySelector('.print-sheet')?.innerHTML ?? ''));
    vi.useRealTimers();
    await printElement('sheet', 'Titel');
    expect(html).toContain('<b>set x^2</b>');
    html = '';
    const printing = printElement('sheet', 'Titel');
    document.body.innerHTML = '';
    await printing;
    expect(html).toBe('');
  });
});
