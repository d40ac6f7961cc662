export * from './domain';
export * from './pipeline/retrieve';
export * from './schema';
