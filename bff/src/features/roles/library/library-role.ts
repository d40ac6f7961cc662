import type { Role } from '@huati/shared';

/** A role of the library. Its id is the same in every language. */
export type LibraryRole = Omit<Role, 'own'>;
