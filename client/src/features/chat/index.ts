export { useChat } from './chat.store';
export { answerAmong, questionAmong } from './items';
