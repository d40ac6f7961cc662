export { createPendingDeletes, UNDO_MS } from './pending-deletes';
export { useSearch } from './search.store';
export { useTopicActions } from './topic-actions';
export { useTopics } from './topics.store';
