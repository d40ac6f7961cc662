/** WeChat keeps 10 MB for a program, of which drafts, settings and waiting questions need some; UTF-8 bytes. */
export const SHELF_BYTES = 8_000_000;
