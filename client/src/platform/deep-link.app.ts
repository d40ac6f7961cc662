/** There is no address here; parameters come with the page's route. */
export function linkParameter(name: string): string | null {
  void name;
  return null;
}
