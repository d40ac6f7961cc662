export { useEvenRows, type DrawnRow, type EvenRow, type EvenRows, type EvenRowsOptions } from './even-rows.mp-weixin';
