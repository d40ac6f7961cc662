export { provideFormulas } from '@/markdown/native/formulas';
