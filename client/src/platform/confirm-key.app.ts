// The app's fields behave as a mini-program's.
export * from './confirm-key.mp-weixin';
