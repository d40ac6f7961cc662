import { mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import MarkdownView from '@/markdown/MarkdownView.vue';

const CODE = '```ts\nconst a = 1;\n```\n';
/** Longer than colours wait for anything. */
const LATER_MS = 1_200;

afterEach(() => {
  document.getSelection()?.removeAllRanges();
  document.body.innerHTML = '';
});

it('colours take the place of no text of which something is selected, and come once it is let go', async () => {
  const [chosen, other] = [mount(MarkdownView, at(CODE)), mount(MarkdownView, at(CODE))];
  const text = chosen.get('.md-code-part').element.firstChild;
  if (!(text instanceof Text)) throw new Error('The code is not there.');
  document.getSelection()?.setBaseAndExtent(text, 0, text, 5);

  const coloured = { timeout: 20_000 };
  await vi.waitFor(() => expect(other.find('.hljs-keyword').exists()).toBe(true), coloured);
  await new Promise((resolve) => setTimeout(resolve, LATER_MS));
  expect(chosen.find('.hljs-keyword').exists()).toBe(false);
  expect(document.getSelection()?.toString()).toBe('const');

  document.getSelection()?.removeAllRanges();
  await vi.waitFor(() => expect(chosen.find('.hljs-keyword').exists()).toBe(true), coloured);
}, 60_000);

const at = (text: string) => ({ props: { text }, attachTo: document.body });
