import { countOf, listOf, textOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { boundedList } from '../values/bounds.ts';
import { ValueFault } from '../values/value.ts';

const HIGHEST = 4094;

function wholeOf(text: string): number {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  throw new ValueFault(`${JSON.stringify(text)} is no VLAN`);
}

/** `1-3,5` as a list. */
function expanded(text: string): number[] {
  const all = text.split(',').flatMap((part) => {
    if (!part.includes('-')) return [wholeOf(part)];
    const [first = '', end = '', ...more] = part.split('-');
    if (more.length > 0) throw new ValueFault(`${part} is no range of VLANs`);
    const [from, to] = [wholeOf(first), wholeOf(end)];
    if (to - from > 1_000_000) throw new ValueFault(`${part} has too many VLANs`);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
  return [...boundedList(all)].sort((one, other) => one - other);
}

/** Runs of three or more as `1-3`. */
function runs(sorted: readonly number[]): string[] {
  const starts = sorted.filter((vlan, index) => sorted[index - 1] !== vlan - 1);
  return starts.flatMap((from, index) => {
    const next = starts[index + 1];
    const to = sorted[next === undefined ? sorted.length - 1 : sorted.indexOf(next) - 1] ?? from;
    if (to === from) return [`${from}`];
    return to === from + 1 ? [`${from}`, `${to}`] : [`${from}-${to}`];
  });
}

/** Lines of at most these lengths, as switches take them. */
function lines(parts: readonly string[], first: number, other: number): string[] {
  const found = [''];
  for (const part of parts) {
    const line = found.at(-1) ?? '';
    if (line.length + part.length > (found.length === 1 ? first : other)) found.push(`${part},`);
    else found[found.length - 1] = `${line}${part},`;
  }
  const whole = found.map((line) => line.replace(/,$/, ''));
  const empty = whole.indexOf('');
  return whole.filter((_, index) => index !== empty);
}

/** Filters of ansible.netcommon. Source: its plug-ins of Ansible 7. */
export const VLANS = {
  vlan_expander: operation('', (text: unknown) => expanded(textOf(text))),
  vlan_parser: operation('first_line_len other_line_len', (list: unknown, [first, other]) => {
    const sorted = [...new Set(listOf(list).map((each) => countOf(each)))].sort((a, b) => a - b);
    if (sorted.length === 0) throw new ValueFault('the list is empty');
    if ((sorted[0] ?? 0) < 1 || (sorted.at(-1) ?? 0) > HIGHEST)
      throw new ValueFault(`a VLAN is between 1 and ${HIGHEST}`);
    return lines(runs(sorted), countOf(first, 48), countOf(other, 44));
  }),
};
