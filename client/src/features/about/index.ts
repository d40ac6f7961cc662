export { useAbout } from './about.store';
