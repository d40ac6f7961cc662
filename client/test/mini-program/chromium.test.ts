import { chromiumPhones } from './chromium';
import { flows } from './flows';

flows('Chromium', chromiumPhones);
