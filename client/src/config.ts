import { defaultOrigin } from '@/platform/api-origin';

/**
 * Origin of the BFF, without a slash at the end: `VITE_API_ORIGIN` of the build. Empty on H5, which the BFF serves itself,
 * unless it was built for another origin.
 */
export const apiOrigin: string = (import.meta.env.VITE_API_ORIGIN ?? defaultOrigin).replace(/\/+$/, '');

/** Whether this is a build for people, and not the one that a developer changes while it runs. */
export const isBuilt: boolean = import.meta.env.PROD;

/** Who runs the service, for the legal documents: `VITE_OPERATOR_NAME` of the build; undefined where it does not say. */
export const operatorName: string | undefined = said(import.meta.env.VITE_OPERATOR_NAME);

/** How people reach whoever runs the service: `VITE_OPERATOR_CONTACT` of the build; undefined where it does not say. */
export const operatorContact: string | undefined = said(import.meta.env.VITE_OPERATOR_CONTACT);

function said(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  return text === '' ? undefined : text;
}
