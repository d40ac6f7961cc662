/** Opens where the person can allow what they refused before; null where a browser keeps that to itself. */
export const openPermissions: (() => void) | null = null;
