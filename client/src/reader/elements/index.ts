import { defineAsyncComponent, type App } from 'vue';
import { ReaderField, ReaderLines } from './fields';
import { ReaderImage } from './image';

/** Makes uni's elements that are more than an element of HTML known to `app`, by the names that the build gives them. */
export function addElements(app: App): void {
  app.component('ReaderImage', ReaderImage);
  app.component('ReaderField', ReaderField);
  app.component('ReaderLines', ReaderLines);
  app.component(
    'ReaderArea',
    defineAsyncComponent(async () => (await import('./movable')).ReaderArea),
  );
  app.component(
    'ReaderMovable',
    defineAsyncComponent(async () => (await import('./movable')).ReaderMovable),
  );
}
