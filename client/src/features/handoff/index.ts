export { takeScanned, useHandoffs } from './handoffs';
export { useTaking } from './taking.store';
