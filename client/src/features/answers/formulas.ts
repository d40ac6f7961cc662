import { provideFormulas } from '@/platform/formula-pictures';
import { api } from '@/transport';

provideFormulas(api.formulas);
