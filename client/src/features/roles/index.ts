export { useRoles } from './roles.store';
