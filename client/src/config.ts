/**
 * Origin of the BFF, without a slash at the end. Empty on H5, which the BFF serves itself, unless it was built for
 * another origin.
 */
export const apiOrigin: string = (import.meta.env.VITE_API_ORIGIN ?? '').replace(/\/+$/, '');
