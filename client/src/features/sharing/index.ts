export { SHARE_PAGE, shareForFriend, shareForTimeline } from './outward';
export { useSharing } from './sharing.store';
