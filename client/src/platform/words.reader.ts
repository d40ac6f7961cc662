export * from './words.h5';
