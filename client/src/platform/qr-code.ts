// A file of its own: uni names a chunk by the path of its module, and cannot load one whose name begins with dots.
export { renderSVG } from 'uqr';
