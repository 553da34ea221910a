import type { Place } from '../../problem.ts';
import { printable } from '../../report/printable.ts';

interface Valued {
  value: unknown;
  place: Place | undefined;
}

/** Where each variable was set, and below it what it hides: `NAME = VALUE` and `FILE:LINE`. Long values are cut. */
export function originLines(
  origins: readonly (Valued & { name: string; hides: readonly Valued[] })[],
  width: number,
): string[] {
  return origins.flatMap(({ name, hides, ...top }) => [
    cut(`${name} = ${shown(top.value)}`, width),
    `    ${spot(top.place)}`,
    ...hides.map((each) => cut(`    hides ${shown(each.value)}, ${spot(each.place)}`, width)),
  ]);
}

function shown(value: unknown): string {
  return printable(JSON.stringify(value) ?? 'nothing');
}

function spot(place: Place | undefined): string {
  return place ? `${printable(place.file)}:${place.line}` : 'not in a file';
}

function cut(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
