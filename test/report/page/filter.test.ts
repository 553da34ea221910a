import { expect, it } from 'vitest';
import { filtered, type Wanted } from '../../../src/report/page/browser/filter.ts';

const hosts = [
  { index: 0, name: 'hv01', looks: ['drift'], cells: ['drift', 'ok'] },
  { index: 1, name: 'hv02', looks: ['ok'], cells: ['ok', ''] },
  { index: 2, name: 'hv03', looks: ['pending', 'away'], cells: ['ok', 'pending'] },
];
const cards = [
  { hosts: [0], text: 'drifted network lan mtu unlike hv02', network: 0, look: 'drift' },
  { hosts: [2], text: 'pending network dmz', network: 1, look: 'pending' },
  { hosts: [2], text: 'unreachable connect', network: undefined, look: 'away' },
];

function ask(wanted: Partial<Wanted>) {
  const all = { words: [], network: undefined, looks: new Set<string>(), ...wanted };
  const found = filtered({ hosts, cards }, all);
  return [[...found.hosts], [...found.cards]];
}

it.each<[string, Partial<Wanted>, number[], number[]]>([
  ['nothing is asked', {}, [0, 1, 2], [0, 1, 2]],
  ['a name', { words: ['hv03'] }, [2], [1, 2]],
  ['what an entry says', { words: ['mtu'] }, [0], [0]],
  ['a name and what an entry says', { words: ['hv', 'dmz'] }, [2], [1]],
  ['a name that is also in the text of an entry', { words: ['hv02'] }, [1], []],
  ['words that nothing has together', { words: ['hv01', 'dmz'] }, [], []],
  ['a state', { looks: new Set(['pending']) }, [2], [1]],
  ['one of two states', { looks: new Set(['drift', 'ok']) }, [0, 1], [0]],
  ['a network, where hosts have it', { network: 1 }, [0, 2], [1]],
  ['a network in a state', { network: 1, looks: new Set(['pending']) }, [2], [1]],
])('%s', (_, wanted, ofHosts, ofCards) => {
  expect(ask(wanted)).toEqual([ofHosts, ofCards]);
});
