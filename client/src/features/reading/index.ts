export { useReading } from './reading.store';
