export * from './storage.mp-weixin';
