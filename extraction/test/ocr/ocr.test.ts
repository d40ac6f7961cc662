import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createLanguages } from '../../src/ocr/languages';
import { seenOn, tidied } from '../../src/ocr/ocr';
import { readPicture } from '../../src/pictures/picture';
import { sniff } from '../../src/sniff';
import { pageOf } from '../pictures/samples';

const languages = createLanguages();
afterAll(() => languages.close());

const seenIn = async (picture: Parameters<typeof seenOn>[0]) => seenOn(picture, await languages.folder());

it('starts for the next picture where it could not for one', async () => {
  const picture = { jpeg: pageOf(['员工因病请假的，应当提前申请。']).toBuffer('image/jpeg'), width: 1200, height: 500 };
  await expect(seenOn(picture, '/nowhere')).rejects.toBeDefined();
  expect((await seenIn(picture))[0]?.text).toContain('应当提前申请');
}, 60_000);

it('has one folder of languages, which goes when it is closed', async () => {
  const own = createLanguages();
  const [folder, again] = await Promise.all([own.folder(), own.folder()]);
  expect(again).toBe(folder);
  expect((await readdir(folder)).sort()).toEqual(['chi_sim.traineddata.gz', 'eng.traineddata.gz']);
  await own.close();
  await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

const FIRST = ['员工因病或者因事请假的，应当提前向部门负责人', '提出书面申请，经批准以后方可离开工作岗位。'];
const SECOND = ['病假应当附医院证明，全年累计不超过三十天。'];

it('recognises printed Chinese, with the place of each paragraph', async () => {
  const canvas = pageOf([...FIRST, '', '', ...SECOND]);
  const seen = await seenIn({ jpeg: canvas.toBuffer('image/jpeg'), width: 1200, height: 500 });
  const wanted = [...FIRST, ...SECOND].join('');
  const got = seen.map(({ text }) => text).join('');
  const found = [...wanted].filter((sign) => got.includes(sign)).length;
  expect(found / wanted.length).toBeGreaterThan(0.9);
  expect(got.length / wanted.length).toBeCloseTo(1, 1);
  expect(got).not.toMatch(/ /);
  const last = seen.at(-1);
  expect(last?.text).toContain('医院证明');
  // The last line stands on 80 + 4 x 56 of 500 pixels, from 60 of 1200.
  expect(last?.box[0]).toBeCloseTo(60 / 1200, 1);
  expect((last?.box[1] ?? 0) * 500).toBeGreaterThan(260);
  expect((last?.box[1] ?? 0) * 500).toBeLessThan(304);
}, 60_000);

it('reads the photo of a phone, a HEIC', async () => {
  // Made for this test with heif-enc, from a drawing of these lines.
  const path = fileURLToPath(new URL('../samples/photo.heic', import.meta.url));
  expect(await sniff(path)).toEqual({ kind: 'heic' });
  const picture = await readPicture(path, 'heic', 1600);
  expect(picture).toMatchObject({ width: 900, height: 300 });
  const seen = (await seenIn(picture)).map(({ text }) => text).join('');
  expect(seen).toContain('会议室预订须提前一天申请');
  expect(seen).toContain('超过四小时的需部门主管同意');
  expect(seen).toContain('8321');
}, 60_000);

it('finds nothing on an empty page', async () => {
  const canvas = pageOf([]);
  expect(await seenIn({ jpeg: canvas.toBuffer('image/jpeg'), width: 1200, height: 500 })).toEqual([]);
}, 60_000);

it('takes out the spaces and line ends that recognition puts in', () => {
  expect(tidied('年 假 须 提 前\n申 请 , 共 3 天\n')).toBe('年假须提前申请，共 3 天');
  expect(tidied('the quick recom-\nmended fox\njumps')).toBe('the quick recommended fox jumps');
});
