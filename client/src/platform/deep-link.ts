/** A parameter of the address before its `#`, where the router does not look; null where there is none. */
export function linkParameter(name: string): string | null {
  return new URLSearchParams(window.location.search).get(name);
}
