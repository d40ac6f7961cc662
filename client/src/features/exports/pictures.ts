import { t } from '@/i18n';
import type { Drawn, Font } from '@/platform/brush';
import { canvasLimits, createRuler, openCanvas, pixelRatio } from '@/platform/canvas';
import { qrModules } from '@/platform/qr-modules';
import { isGenerated, type Exported } from './content';
import { fileName } from './file-name';
import { aigcOf, labelWords } from './label';
import { drawPart, heightOf, type Foot } from './poster/draw';
import { heightAt, partsOf, scaleOf } from './poster/pages';
import { POSTER_PX, setPoster } from './poster/poster';
import type { PosterTheme } from './poster/themes';
import type { Measure } from './poster/types';
import { inSlices, type Task } from './slices';

/** Of all the time that a poster takes, setting it is about so much. */
const SETTING = 0.3;
const FOOT_PX = 36;
/** So many widths are remembered: the same words come again and again. */
const REMEMBERED = 8_000;
/** Longer texts come once, UTF-16 units. */
const WORD_UNITS = 40;

/** Asks for no width twice: that is what takes the time. */
function remembering(measure: (text: string, font: Font) => number): Measure {
  const known = new Map<string, number>();
  return (text, font) => {
    if (text.length > WORD_UNITS) return measure(text, font);
    const key = `${font.size}${font.bold ? 'b' : ''}${font.italic ? 'i' : ''}${font.mono ? 'm' : ''} ${text}`;
    const width = known.get(key) ?? measure(text, font);
    if (known.size > REMEMBERED) known.clear();
    known.set(key, width);
    return width;
  };
}

/** What of it is drawn: the link that its code leads to, null for none. */
export interface Look {
  theme: PosterTheme;
  link: string | null;
}

/**
 * Draws what is exported as one picture, or as several where it is too long for one: PNGs with their label in the metadata.
 * Rejects with `Cancelled`, or where this device draws nothing.
 */
export async function drawPictures(exported: Exported, { theme, link }: Look, task: Task): Promise<Drawn[]> {
  const measure = remembering(await createRuler());
  const setting: Task = within(task, 0, SETTING);
  const poster = await inSlices(setPoster(exported, measure, { qr: link === null ? null : qrModules(link) }), setting);
  const scale = scaleOf(poster, pixelRatio(), canvasLimits);
  const most = heightAt(scale, POSTER_PX, canvasLimits);
  const parts =
    poster.height <= most ? [{ top: 0, bottom: poster.height }] : partsOf(poster.height, poster.cuts, most - FOOT_PX);
  const label = labelWords(isGenerated(exported));
  const texts = metadata(exported, label);
  const drawn: Drawn[] = [];
  for (const [at, part] of parts.entries()) {
    const words = `${t('exports.part', { at: at + 1, n: parts.length })} · ${label}`;
    const foot: Foot | null = parts.length > 1 ? { words, height: FOOT_PX } : null;
    const canvas = await openCanvas({ width: POSTER_PX, height: heightOf(part, foot), scale });
    const share = (1 - SETTING) / parts.length;
    const own = within(task, SETTING + at * share, share);
    await inSlices(drawPart(canvas.brush, poster, part, { theme, foot }), own);
    const number = parts.length > 1 ? `-${at + 1}` : '';
    drawn.push(await canvas.finish(fileName(exported.title, `${number}.png`), texts));
  }
  return drawn;
}

/** A part of a task: its progress is one of the whole. */
function within(task: Task, from: number, share: number): Task {
  return {
    get cancelled() {
      return task.cancelled;
    },
    progress: (done) => task.progress(from + done * share),
  };
}

function metadata(exported: Exported, label: string): Record<string, string> {
  const aigc = aigcOf(exported);
  return { ...(aigc !== null && { AIGC: aigc }), Title: exported.title, Description: label, Software: 'Huati' };
}
