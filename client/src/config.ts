import { defaultOrigin } from '@/platform/api-origin';

/**
 * Origin of the BFF, without a slash at the end: `VITE_API_ORIGIN` of the build. Empty on H5, which the BFF serves itself,
 * unless it was built for another origin.
 */
export const apiOrigin: string = (import.meta.env.VITE_API_ORIGIN ?? defaultOrigin).replace(/\/+$/, '');
