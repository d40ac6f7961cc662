import { computed, type ComputedRef } from 'vue';

/** True since `is` was true for the first time: what is opened then stays, to be seen going away. */
export function since(is: () => boolean): ComputedRef<boolean> {
  return computed((before?: boolean) => before === true || is());
}
