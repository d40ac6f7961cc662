/** The size of the picture that stands for a link, in pixels: what those that show links ask for. */
export const CARD = { width: 1200, height: 630 };
