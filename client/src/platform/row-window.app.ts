export { useRowWindow, type RowPlace, type RowWindow, type RowWindowOptions } from './row-window.mp-weixin';
