/** True where the runtime has a browser's own WebSocket and XMLHttpRequest. */
export const browserSockets: boolean = true;
