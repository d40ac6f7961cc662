/** So many rows of a topic are drawn at once: WeChat's audit allows a page a thousand nodes, and a row may have fifty. */
export const ROWS_MAX = 20;
