import { expect, it } from 'vitest';
import { frameMessage } from '@/platform/diagram-messages';

const DRAWN = { id: 1, svg: '<svg></svg>', width: 10, height: 20 };

it('takes what the frame that draws says, and no more of it than that', () => {
  expect(frameMessage({ ...DRAWN, more: 'x' })).toEqual(DRAWN);
  expect(frameMessage({ id: 2, failed: true, svg: '<svg>' })).toEqual({ id: 2, failed: true });
  expect(frameMessage({ id: 2, unreached: true, svg: '<svg>' })).toEqual({ id: 2, unreached: true });
  expect(frameMessage({ id: 2, waiting: true, svg: '<svg>' })).toEqual({ id: 2, waiting: true });
  expect(frameMessage({ ready: true, id: 3 })).toEqual({ ready: true });
});

it.each([
  ['nothing', null],
  ['a text', 'ready'],
  ['no number', { ...DRAWN, id: '1' }],
  ['no drawing', { id: 1 }],
  ['another element', { ...DRAWN, svg: '<img src=x>' }],
  ['too long a drawing', { ...DRAWN, svg: `<svg>${'x'.repeat(1_500_000)}` }],
  ['no width', { ...DRAWN, width: undefined }],
  ['no number of a width', { ...DRAWN, width: Number.NaN }],
  ['a height of nothing', { ...DRAWN, height: 0 }],
  ['a height beyond measure', { ...DRAWN, height: 1e9 }],
  ['half a readiness', { ready: 'yes' }],
])('takes no message with %s', (_what, data) => {
  expect(frameMessage(data)).toBeUndefined();
});
