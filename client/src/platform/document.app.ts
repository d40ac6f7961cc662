// The app's script runs outside of the web view, as a mini-program's does.
export * from './document.mp-weixin';
