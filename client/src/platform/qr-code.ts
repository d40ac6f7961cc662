// A file of its own, so that of the library this alone is loaded.
export { renderSVG } from 'uqr';
