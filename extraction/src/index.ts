export * from './extractor';
export * from './extracted';
export * from './kinds';
export * from './passages';
export * from './sniff';
