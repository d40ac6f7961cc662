/** So many to pick from: whoever guesses for the owner is wrong twice out of three times, and has one try. */
const CHOICES = 3;
const LEAST = 10;
const MOST = 99;

/** A whole number from `least` up to, without, `most`. */
type Draw = (least: number, most: number) => number;

/** Two digits that one device shows, and what the other one offers: these at any place among others. */
export function digitsFor(draw: Draw): { digits: string; choices: string[] } {
  const drawn = new Set<string>();
  while (drawn.size < CHOICES) drawn.add(String(draw(LEAST, MOST + 1)));
  const choices = [...drawn];
  const digits = choices[draw(0, CHOICES)] ?? '';
  return { digits, choices };
}
