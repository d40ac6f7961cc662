// A phone's menu comes from the bottom here as well.
export * from './anchor.mp-weixin';
