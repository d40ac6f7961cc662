import { computed, onUnmounted, ref, shallowRef, watch, type Ref } from 'vue';
import { failureWords } from '@/features/failures';
import { t } from '@/i18n';
import { letGo } from '@/platform/blob-path';
import type { Drawn } from '@/platform/brush';
import { systemIsDark } from '@/platform/system-theme';
import { toFailure, WireFailure } from '@/transport';
import { codeLinks, type Target } from './code-links';
import { collect, type Scope } from './collecting';
import type { Exported } from './content';
import type { Wanted } from './exports.store';
import { drawPictures } from './pictures';
import type { PosterTheme } from './poster/themes';
import { Cancelled, stopIfCancelled, type Task } from './slices';

export type Format = 'picture' | 'markdown' | 'text' | 'print';

/** An export being chosen: what of it, in which form, and the pictures of it. */
export function useExporting(shown: () => Wanted | null) {
  const format: Ref<Format> = ref('picture');
  const scope: Ref<Scope> = ref('topic');
  const theme: Ref<PosterTheme> = ref('light');
  const withCode = ref(false);
  /** What a code means was read: only then is there a link for it. */
  const agreed = ref(false);
  const coded = computed(() => withCode.value && agreed.value);
  const exported = shallowRef<Exported | null>(null);
  const pictures = shallowRef<Drawn[]>([]);
  /** Nothing had to be left out of the pictures. */
  const whole = ref(true);
  const problem = ref('');
  /** How much is drawn, 0 to 1; null: nothing is being drawn. */
  const drawing = ref<number | null>(null);
  let task: Task | null = null;
  /** On a phone all runs draw on the one canvas of the page: each waits for the one before. */
  let running: Promise<void> = Promise.resolve();

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
    unlink();
    exported.value = null;
    problem.value = '';
    if (!wanted) return;
    const its = scope.value;
    const mine = (): boolean => wanted === shown() && its === scope.value;
    try {
      const found = await collect(wanted, its);
      if (mine()) exported.value = found;
    } catch (error) {
      if (mine()) problem.value = failureWords(toFailure(error));
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

  /** A link that was made and that nobody was given is gone again. */
  function unlink(): void {
    agreed.value = false;
    void codeLinks.takeBack();
  }

  /** The pictures leave the program. Out: says that they did not after all. */
  function leaving(): () => void {
    return exported.value && coded.value ? codeLinks.carry(targetOf(shown(), exported.value)) : () => undefined;
  }

  function draw(): void {
    forget();
    const of = exported.value;
    if (!of) return;
    problem.value = '';
    if (format.value !== 'picture') return;
    const own: Task = { cancelled: false, progress: (done) => own.cancelled || (drawing.value = done) };
    task = own;
    drawing.value = 0;
    running = running.then(() => run(of, own));
  }

  async function run(of: Exported, own: Task): Promise<void> {
    try {
      stopIfCancelled(own);
      const look = { theme: theme.value, link: coded.value ? await codeLinks.urlOf(targetOf(shown(), of)) : null };
      const drawn = await drawPictures(of, look, own);
      if (own.cancelled) return drawn.pictures.forEach(({ path }) => letGo(path));
      pictures.value = drawn.pictures;
      whole.value = drawn.whole;
    } catch (error) {
      if (!own.cancelled && !(error instanceof Cancelled)) problem.value = wordsOf(error);
    } finally {
      if (!own.cancelled) drawing.value = null;
    }
  }

  // The sheet is loaded when something is wanted for the first time: then it is there already.
  watch(shown, begin, { immediate: true });
  watch(scope, () => void read());
  watch(withCode, (wanted) => wanted || unlink());
  watch([exported, format, theme, coded], draw);
  onUnmounted(() => {
    forget();
    unlink();
  });

  return {
    format,
    scope,
    theme,
    withCode,
    agreed,
    exported,
    pictures,
    whole,
    leaving,
    problem,
    percent: computed(() => Math.round((drawing.value ?? 0) * 100)),
    busy: computed(() => drawing.value !== null),
    again: () => (exported.value ? draw() : void read()),
  };
}

function targetOf(wanted: Wanted | null, { messages }: Exported): Target {
  return { topicId: wanted?.topicId ?? '', messageIds: messages.map(({ id }) => id) };
}

/** The colours that a poster has at first: those of the product now. */
export function themeNow(chosen: 'system' | 'light' | 'dark'): PosterTheme {
  if (chosen !== 'system') return chosen;
  return systemIsDark() ? 'dark' : 'light';
}

function wordsOf(error: unknown): string {
  return error instanceof WireFailure ? failureWords(error) : t('exports.failed');
}
