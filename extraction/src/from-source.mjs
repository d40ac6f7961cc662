// Node 20 does not hand the loader of TypeScript on to threads.
import { register } from 'tsx/esm/api';

register();
const { default: run } = await import('./worker.ts');

export default run;
