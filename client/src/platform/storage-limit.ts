/** What a browser gives one origin is 5 MB or more of text, and others of ours need some; UTF-8 bytes. */
export const SHELF_BYTES = 4_000_000;
