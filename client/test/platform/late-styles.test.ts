import { expect, it } from 'vitest';
import { rulesOf } from '@/platform/late-styles';

it('takes rules apart, also those that have others in them', () => {
  const css =
    '@font-face{font-family:A;src:url(/a.woff2)}.a,.b{color:red}\n@media print{.a{top:0}.b{top:1px}} .c{top:0}';
  expect(rulesOf(css)).toEqual([
    '@font-face{font-family:A;src:url(/a.woff2)}',
    '.a,.b{color:red}',
    '@media print{.a{top:0}.b{top:1px}}',
    '.c{top:0}',
  ]);
});
