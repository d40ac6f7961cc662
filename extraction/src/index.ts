export * from './extractor';
export * from './extracted';
export * from './kinds';
export * from './passages';
export { unionOf } from './places';
export * from './sniff';
