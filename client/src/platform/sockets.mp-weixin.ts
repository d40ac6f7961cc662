/** The script runs apart from any browser; sockets are uni's. */
export const browserSockets: boolean = false;
