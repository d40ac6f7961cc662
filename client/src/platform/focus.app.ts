// The app has no document either.
export * from './focus.mp-weixin';
