import { flows } from './flows';
import { jsdomPhones } from './jsdom';

flows('an imitated page', jsdomPhones);
