import { defineAsyncComponent, type App } from 'vue';
import { WebField, WebLines } from './fields';
import { WebImage } from './image';
import { WebScroll } from './scroll';

/** Makes uni's elements that are more than an element of HTML known to `app`, by the names that the build gives them. */
export function addElements(app: App): void {
  app.component('WebImage', WebImage);
  app.component('WebField', WebField);
  app.component('WebLines', WebLines);
  app.component('WebScroll', WebScroll);
  app.component(
    'WebArea',
    defineAsyncComponent(async () => (await import('./movable')).WebArea),
  );
  app.component(
    'WebMovable',
    defineAsyncComponent(async () => (await import('./movable')).WebMovable),
  );
}
