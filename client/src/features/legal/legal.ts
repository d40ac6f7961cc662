import { openPage } from '@/platform/pages';

/** The documents that an operator owes to the people who use the service. */
export const LEGAL_DOCS = ['agreement', 'privacy'] as const;
export type LegalDoc = (typeof LEGAL_DOCS)[number];

/** Who runs the service, as the documents name them. */
export interface Operator {
  name: string;
  /** Where people can turn to. */
  contact: string;
}

/** A document without any mark-up, so that it reads the same on every platform. */
export interface LegalText {
  title: string;
  /** When it was last changed, as people of its language write it. */
  updated: string;
  intro: string[];
  sections: { heading: string; paragraphs: string[] }[];
}

/** The document that a page's query asks for; the agreement where it asks for none of ours. */
export function legalDocOf(asked: string | undefined): LegalDoc {
  return LEGAL_DOCS.find((doc) => doc === asked) ?? 'agreement';
}

/** Opens a document on a page of its own, from which "back" returns to where the reader was. */
export function openLegal(doc: LegalDoc): void {
  openPage(`/pages/legal/index?doc=${doc}`);
}
