import { boundaries } from './boundaries.mjs';
import { conditionalCompilation } from './conditional-compilation.mjs';
import { environment } from './environment.mjs';
import { network } from './network.mjs';
import { testLines } from './test-lines.mjs';

/** The laws of this project that no public rule expresses. */
export const huati = {
  meta: { name: 'huati', version: '1.0.0' },
  rules: {
    boundaries,
    'conditional-compilation': conditionalCompilation,
    environment,
    network,
    'test-lines': testLines,
  },
};
