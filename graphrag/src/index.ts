export * from './domain';
export * from './pipeline/condition';
export * from './pipeline/link';
export * from './pipeline/retrieve';
export * from './pipeline/retriever';
export * from './pipeline/texts';
export * from './schema';
