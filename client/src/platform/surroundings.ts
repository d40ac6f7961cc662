/** CSS variables that tell the page what its host puts around and over it. In a browser the style sheet knows by itself. */
export function surroundings(): Record<string, string> {
  return {};
}
