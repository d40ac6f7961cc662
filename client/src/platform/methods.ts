/** By which method a part of something is changed. */
export const CHANGE = 'PATCH';
