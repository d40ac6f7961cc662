/** H5 is served by the server that it speaks to. */
export const defaultOrigin = '';
