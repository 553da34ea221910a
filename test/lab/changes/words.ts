import { type NetworkChange, NOTHING } from './change.ts';

const METADATA = '<a:role xmlns:a="urn:a" kind="web"/>';

/** Since 9.7 libvirt changes words of a network that runs: each of its copies takes a call. */
const TAGGED = { since: [9, 7, 0], ...NOTHING } as const;
const DESCRIBED = { ...TAGGED, steps: ['net-desc', 'net-desc'] } as const;

/** Words about a network: its title, its description and the metadata of programs. */
export const WORDS: readonly NetworkChange[] = [
  {
    name: 'a title is added',
    after: { title: 'The lab' },
    ...DESCRIBED,
    appears: '<title>The lab</title>',
  },
  {
    name: 'a description changes',
    before: { description: 'one' },
    after: { description: 'two' },
    ...DESCRIBED,
    appears: '<description>two</description>',
  },
  {
    name: 'metadata is added',
    after: { metadata: METADATA },
    ...TAGGED,
    steps: ['net-metadata'],
    appears: METADATA,
  },
  {
    name: 'metadata changes and some is removed',
    before: { metadata: `${METADATA}<b:owner xmlns:b="urn:b">ops</b:owner>` },
    after: { metadata: METADATA.replace('web', 'db') },
    ...TAGGED,
    steps: ['net-metadata', 'net-metadata'],
    appears: 'kind="db"',
    vanishes: 'urn:b',
  },
  {
    name: 'a title is no longer written',
    before: { title: 'The lab' },
    after: { title: undefined },
    ...DESCRIBED,
    vanishes: '<title',
  },
  {
    name: 'a description is null',
    before: { description: 'one' },
    after: { description: null },
    ...DESCRIBED,
    vanishes: '<description',
  },
  {
    name: 'metadata are no longer written',
    before: { metadata: '<a:b xmlns:a="urn:a"/>' },
    after: { metadata: undefined },
    ...TAGGED,
    steps: ['net-metadata'],
    vanishes: 'urn:a',
  },
];
