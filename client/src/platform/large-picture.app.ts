// The app has the same viewer as a mini-program.
export * from './large-picture.mp-weixin';
