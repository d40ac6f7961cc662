import { t } from '@/i18n';
import { letGo } from '@/platform/blob-path';
import type { Drawn, Font } from '@/platform/brush';
import { canvasLimits, createRuler, openCanvas, pixelRatio } from '@/platform/canvas';
import { qrModules } from '@/platform/qr-modules';
import { isGenerated, type Exported } from './content';
import { fileName } from './file-name';
import { aigcOf, labelWords } from './label';
import { drawPart, heightOf, type Foot } from './poster/draw';
import { heightAt, LEAST_SCALE, partsOf, scaleOf } from './poster/pages';
import { POSTER_PX, setPoster } from './poster/poster';
import type { PosterTheme } from './poster/themes';
import type { Measure } from './poster/types';
import { inSlices, stopIfCancelled, type Task } from './slices';

/** Of all the time that a poster takes, setting it is about so much. */
const SETTING = 0.3;
const FOOT_PX = 36;
/** Longer ones end there: who would send more pictures, and a phone has to keep them all. */
const PICTURES_ROUGHLY = 20;
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

/** What was drawn. `whole`: nothing was left out because it would have been too many pictures. */
export interface Pictures {
  pictures: Drawn[];
  whole: boolean;
}

/**
 * Draws what is exported as one picture, or as several where it is too long for one: PNGs with their label in the metadata.
 * Rejects with `Cancelled`, or where this device draws nothing; nothing of it is kept then.
 */
export async function drawPictures(exported: Exported, { theme, link }: Look, task: Task): Promise<Pictures> {
  stopIfCancelled(task);
  const measure = remembering(await createRuler());
  const room = PICTURES_ROUGHLY * (heightAt(LEAST_SCALE, POSTER_PX, canvasLimits) - FOOT_PX);
  const setting = setPoster(exported, measure, { qr: link === null ? null : qrModules(link), room });
  const poster = await inSlices(setting, within(task, 0, SETTING));
  const scale = scaleOf(poster, pixelRatio(), canvasLimits);
  const most = heightAt(scale, POSTER_PX, canvasLimits);
  const parts =
    poster.height <= most ? [{ top: 0, bottom: poster.height }] : partsOf(poster.height, poster.cuts, most - FOOT_PX);
  const label = labelWords(isGenerated(exported));
  const texts = metadata(exported, label);
  const pictures: Drawn[] = [];
  try {
    for (const [at, part] of parts.entries()) {
      const words = `${t('exports.part', { at: at + 1, n: parts.length })} · ${label}`;
      const foot: Foot | null = parts.length > 1 ? { words, height: FOOT_PX } : null;
      // Before each wait and behind it: the canvas may be another run's by then.
      stopIfCancelled(task);
      const canvas = await openCanvas({ width: POSTER_PX, height: heightOf(part, foot), scale });
      const share = (1 - SETTING) / parts.length;
      const own = within(task, SETTING + at * share, share);
      await inSlices(drawPart(canvas.brush, poster, part, { theme, foot }), own);
      stopIfCancelled(task);
      const number = parts.length > 1 ? `-${at + 1}` : '';
      pictures.push(await canvas.finish(fileName(exported.title, `${number}.png`), texts));
    }
    stopIfCancelled(task);
    return { pictures, whole: poster.whole };
  } catch (error) {
    pictures.forEach(({ path }) => letGo(path));
    throw error;
  }
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
