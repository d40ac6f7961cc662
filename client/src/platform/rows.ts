/** So many rows of a topic are drawn at once; a browser leaves out by itself what is out of sight. */
export const ROWS_MAX = Infinity;
