export { openTapped, type TextTap } from './links';
