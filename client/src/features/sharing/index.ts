export { useForking } from './forking';
export { useGoingOn } from './going-on';
export { chatPageFor, forkIn, keepPass, keptPass } from './from-reader';
export { SHARE_PAGE, shareForFriend, shareForTimeline } from './outward';
export { useSharing } from './sharing.store';
