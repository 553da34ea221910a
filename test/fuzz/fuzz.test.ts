import { afterAll, expect, it } from 'vitest';
import { vaultKeys } from '../../src/yaml/vault.ts';
import { inputOf } from './input.ts';
import { cpu, verdictOn } from './judge.ts';
import { shrunk } from './shrink.ts';
import { isDeclared, type Target } from './target.ts';
import { TARGETS } from './targets/index.ts';
import { PROBES_BY_FILE } from './targets/probes.ts';

const SEED = 7;
/** Of each target: `npm run fuzz` reads as many as it is told. */
const INPUTS = 12;

/** The targets read what is encrypted; tests of other files behind this one do not. */
afterAll(() => vaultKeys.use([]));

it('every file that asks hosts is read by the fuzzer', () => {
  const without = [...PROBES_BY_FILE].flatMap(([file, probes]) => (probes.length === 0 ? [file] : []));
  expect(without).toEqual(OF_TASKS);
});

/** Their probes are of files and arguments of a task; what they read is a number or a list of words. */
const OF_TASKS = ['host/controller-file.ts', 'host/paths/below-change.ts', 'libvirt/observe/guest-links.ts'];

it('a few inputs of each target are read or refused', async () => {
  const found: string[] = [];
  for (const target of TARGETS)
    for (let index = 0; index < INPUTS; index++) {
      const verdict = await verdictOn({ ...target, patience: 20_000 }, inputOf(target, SEED, index));
      if (verdict !== undefined) found.push(`${target.name} ${SEED}/${index}: ${verdict}`);
    }
  expect(found).toEqual([]);
}, 120_000);

it('the same input comes of the same seed', () => {
  const [target] = TARGETS as readonly [Target];
  expect(inputOf(target, 1, 5)).toEqual(inputOf(target, 1, 5));
  expect(inputOf(target, 1, 5)).not.toEqual(inputOf(target, 2, 5));
});

/** A reader with each fault that the fuzzer looks for. */
const faulty: Target = {
  name: 'faulty',
  corpus: [Buffer.from('x')],
  patience: 100,
  read(input) {
    const text = input.toString();
    if (text.includes('throw')) throw new TypeError('a bug');
    if (text.includes('spin')) for (const end = cpu() + 400; cpu() < end; );
    if (text.includes('pollute')) Object.assign(Object.prototype, { polluted: 1 });
    return text;
  },
};

it('an error that is not declared, a slow reader, raw output and a changed prototype are found', async () => {
  const verdict = (text: string) => verdictOn(faulty, Buffer.from(text));
  expect(await verdict('plain\ttext\n')).toBeUndefined();
  expect(await verdict('throw')).toContain('throws: TypeError');
  expect(await verdict('spin')).toContain('slow: ');
  expect(await verdict('\x1b[31m')).toContain('raw: ');
  try {
    expect(await verdict('pollute')).toBe('pollutes: polluted of a prototype');
  } finally {
    Reflect.deleteProperty(Object.prototype, 'polluted');
  }
  expect(isDeclared(new TypeError('a bug'))).toBe(false);
});

it('what is found is shrunk', async () => {
  const input = Buffer.from(`${'a'.repeat(500)}throw${'b'.repeat(500)}`);
  const small = await shrunk(input, async (smaller) => (await verdictOn(faulty, smaller)) !== undefined);
  expect(small.toString()).toBe('throw');
});
