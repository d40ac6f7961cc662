export { useTopicSetup } from './topic-setup';
