/** Larger than this, lines of a phone hold too few characters to be read; times the usual. */
export const SYSTEM_SCALE_MAX = 2;

/**
 * How large text is set in the browser or the phone, times the usual. `medium` is the size that a reader chose in the
 * browser; one beside it of a fixed size takes out whatever the browser enlarges by itself. iOS tells its own by a font.
 */
export function systemTextScale(): number {
  const probe = document.createElement('span');
  const sizeIn = (style: string): number => {
    probe.style.cssText = `position: absolute; visibility: hidden; ${style}`;
    return parseFloat(getComputedStyle(probe).fontSize);
  };
  document.documentElement.append(probe);
  const fixed = sizeIn('font-size: 16px');
  const medium = sizeIn('font: medium serif') / fixed;
  // The same name is 13 px on a Mac, whatever its reader chose: only where fingers are used it tells anything.
  const touched = matchMedia('(pointer: coarse)').matches && CSS.supports('font', '-apple-system-body');
  const dynamic = touched ? (sizeIn('font: -apple-system-body') * 16) / 17 / fixed : 1;
  probe.remove();
  const scale = Math.max(medium, dynamic);
  return Number.isFinite(scale) ? Math.min(SYSTEM_SCALE_MAX, Math.max(1, scale)) : 1;
}

/** Puts the sizes on the root element, where they reach what lies outside of a page's own root. */
export function setDocumentSizes(sizes: Record<string, string>): void {
  for (const [name, value] of Object.entries(sizes)) document.documentElement.style.setProperty(name, value);
}
