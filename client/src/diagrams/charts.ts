import { BarChart, FunnelChart, GaugeChart, LineChart, PieChart, RadarChart, ScatterChart } from 'echarts/charts';
import {
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkPointComponent,
  RadarComponent,
  TitleComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { chartOptions, isRecord, seriesOf, type Options } from './chart-options';
import { FONT, looksOf, type Looks } from './looks';
import type { Drawing, DrawRequest } from '@/platform/diagram-messages';

use([BarChart, FunnelChart, GaugeChart, LineChart, PieChart, RadarChart, ScatterChart]);
use([DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent]);
use([RadarComponent, TitleComponent, VisualMapComponent, SVGRenderer]);

const NARROWEST = 320;
const WIDEST = 720;

/** Draws the options of a chart, which are JSON. Throws where they are none. */
export function drawChart({ source, dark, width: room }: DrawRequest): Drawing {
  const options = chartOptions(source);
  const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, room)));
  const height = Math.round(Math.max(240, width * 0.64));
  // Without an element to draw into: the text of an SVG is all that is wanted.
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...dressed(options, looksOf(dark)), animation: false });
    return { svg: chart.renderToSVGString(), width, height };
  } finally {
    chart.dispose();
  }
}

/** The options in our colours, where they say nothing else, and with room for a title and names. */
function dressed(options: Options, { paper, ink, soft, line, series }: Looks): Options {
  const axis = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(axis);
    if (!isRecord(given)) return given;
    const own = {
      axisLabel: { color: soft },
      nameTextStyle: { color: soft },
      axisLine: { lineStyle: { color: line } },
    };
    return merged({ ...own, splitLine: { lineStyle: { color: line, opacity: 0.3 } } }, given);
  };
  const first = Array.isArray(options.title) ? undefined : options.title;
  const several = seriesOf(options).length > 1;
  const base: Options = {
    color: series,
    backgroundColor: paper,
    textStyle: { fontFamily: FONT, color: ink },
    ...(isRecord(first) && { title: { left: 'center', top: 8, textStyle: { color: ink, fontSize: 15 } } }),
    ...(several && { legend: { bottom: 4, textStyle: { color: soft } } }),
    ...(options.xAxis !== undefined && {
      grid: { left: 16, right: 24, top: 52, bottom: several ? 40 : 20, containLabel: true },
    }),
  };
  const all = merged(base, options);
  return { ...all, xAxis: axis(all.xAxis), yAxis: axis(all.yAxis) };
}

/** `given` over `base`, object by object. */
function merged(base: Options, given: Options): Options {
  const result: Options = { ...base };
  for (const [key, value] of Object.entries(given)) {
    const below = result[key];
    result[key] = isRecord(below) && isRecord(value) ? merged(below, value) : value;
  }
  return result;
}
