/** What a device says of itself, by words that only it has; the first that fits counts. */
const DEVICES = [
  ['iPad', /iPad/],
  ['iPhone', /iPhone/],
  ['Android', /Android/],
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Mac', /Macintosh/],
  ['Windows', /Windows/],
  ['Linux', /Linux/],
] as const;
/** Many browsers name others beside themselves: those come later. */
const BROWSERS = [
  ['微信', /MicroMessenger/],
  ['Edge', /Edg(?:A|iOS)?\//],
  ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrome|CriOS/],
  ['Safari', /Safari/],
] as const;

/** What the person would call this device, such as "iPhone · Safari"; empty where it does not tell. */
export function deviceName(agent: string = window.navigator.userAgent): string {
  const of = (known: readonly (readonly [string, RegExp])[]): string[] => {
    const found = known.find(([, words]) => words.test(agent));
    return found ? [found[0]] : [];
  };
  return [...of(DEVICES), ...of(BROWSERS)].join(' · ');
}
