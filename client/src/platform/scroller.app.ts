export { createScroller, type Scroller, type ScrollMetrics } from './scroller.mp-weixin';
