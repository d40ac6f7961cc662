export { useChat } from './chat.store';
