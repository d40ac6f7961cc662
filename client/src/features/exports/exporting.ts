import { computed, onUnmounted, ref, shallowRef, watch, type Ref } from 'vue';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { letGo } from '@/platform/blob-path';
import type { Drawn } from '@/platform/brush';
import { systemIsDark } from '@/platform/system-theme';
import { api, toFailure, WireFailure } from '@/transport';
import { collect, type Scope } from './collecting';
import type { Exported } from './content';
import type { Wanted } from './exports.store';
import { drawPictures } from './pictures';
import type { PosterTheme } from './poster/themes';
import { Cancelled, type Task } from './slices';

export type Format = 'picture' | 'markdown' | 'text' | 'print';

/** How long the link of a code leads there, days. */
const LINK_DAYS = 30;

/** An export being chosen: what of it, in which form, and the pictures of it. */
export function useExporting(shown: () => Wanted | null) {
  const format: Ref<Format> = ref('picture');
  const scope: Ref<Scope> = ref('topic');
  const theme: Ref<PosterTheme> = ref('light');
  const withCode = ref(false);
  const exported = shallowRef<Exported | null>(null);
  const pictures = shallowRef<Drawn[]>([]);
  const problem = ref('');
  /** How much is drawn, 0 to 1; null: nothing is being drawn. */
  const drawing = ref<number | null>(null);
  let task: Task | null = null;
  /** The link that was made for what is exported: another look of it needs no other. */
  let link: { of: Exported; url: string } | null = null;

  function forget(): void {
    if (task) task.cancelled = true;
    task = null;
    drawing.value = null;
    pictures.value.forEach(({ path }) => letGo(path));
    pictures.value = [];
  }

  async function read(): Promise<void> {
    const wanted = shown();
    forget();
    exported.value = null;
    problem.value = '';
    if (!wanted) return;
    const mine = { wanted, scope: scope.value };
    try {
      const found = await collect(wanted, scope.value);
      if (mine.wanted === shown() && mine.scope === scope.value) exported.value = found;
    } catch (error) {
      problem.value = failureWords(toFailure(error));
    }
  }

  function begin(wanted: Wanted | null): void {
    if (wanted) {
      format.value = wanted.as === 'picture' ? 'picture' : 'markdown';
      scope.value = wanted.answerId === null ? 'topic' : 'round';
      withCode.value = false;
    }
    void read();
  }

  async function linkOf(of: Exported): Promise<string> {
    const topicId = shown()?.topicId ?? '';
    if (link?.of !== of) {
      const messageIds = of.messages.map(({ id }) => id);
      link = { of, url: (await api.createShare(topicId, { expiresInDays: LINK_DAYS, messageIds })).url };
    }
    return link.url;
  }

  async function draw(): Promise<void> {
    forget();
    const of = exported.value;
    if (!of || format.value !== 'picture') return;
    const own: Task = { cancelled: false, progress: (done) => own.cancelled || (drawing.value = done) };
    task = own;
    drawing.value = 0;
    problem.value = '';
    try {
      const look = { theme: theme.value, link: withCode.value ? await linkOf(of) : null };
      const drawn = await drawPictures(of, look, own);
      if (own.cancelled) drawn.forEach(({ path }) => letGo(path));
      else pictures.value = drawn;
    } catch (error) {
      if (!own.cancelled && !(error instanceof Cancelled)) problem.value = wordsOf(error);
    } finally {
      if (!own.cancelled) drawing.value = null;
    }
  }

  // The sheet is loaded when something is wanted for the first time: then it is there already.
  watch(shown, begin, { immediate: true });
  watch(scope, () => void read());
  watch([exported, format, theme, withCode], () => void draw());
  onUnmounted(forget);

  return {
    format,
    scope,
    theme,
    withCode,
    exported,
    pictures,
    problem,
    percent: computed(() => Math.round((drawing.value ?? 0) * 100)),
    busy: computed(() => drawing.value !== null),
    again: () => void (exported.value ? draw() : read()),
  };
}

/** The colours that a poster has at first: those of the product now. */
export function themeNow(chosen: 'system' | 'light' | 'dark'): PosterTheme {
  if (chosen !== 'system') return chosen;
  return systemIsDark() ? 'dark' : 'light';
}

function wordsOf(error: unknown): string {
  return error instanceof WireFailure ? failureWords(error) : t('exports.failed');
}
