export * from './extracted';
export * from './kinds';
