import { defineStore } from 'pinia';
import { shallowRef, type Ref } from 'vue';

/** What is offered about one answer: all of it, the ways to copy it, or its text to select from. */
export interface AnswerMenu {
  answerId: string;
  kind: 'more' | 'copy' | 'select';
}

/** What stands open about one answer of those on the screen. */
export const useAnswerMenu = defineStore('answer-menu', () => {
  const menu: Ref<AnswerMenu | null> = shallowRef(null);
  return { menu };
});
