import { ADDRESSES } from './filters/addresses.ts';
import { BASICS } from './filters/basics.ts';
import { ENCODING } from './filters/encoding.ts';
import { FUNCTIONS } from './filters/functions.ts';
import { LISTS } from './filters/lists.ts';
import { LOOKUP } from './filters/lookup.ts';
import { MAPPING } from './filters/mapping.ts';
import { MAPS } from './filters/maps.ts';
import { MARKUP_FILTERS } from './filters/markup.ts';
import { NETWORKS } from './filters/networks.ts';
import { NUMBERS } from './filters/numbers.ts';
import { PATHS } from './filters/paths.ts';
import { RANDOM } from './filters/random.ts';
import { TESTS } from './filters/tests.ts';
import { TEXTS } from './filters/texts.ts';
import { TIMES } from './filters/times.ts';
import { passwordHash } from './hashes/password-hash.ts';
import type { Library, Operation } from './machine.ts';
import { GENERAL } from './plugins/general.ts';
import { KEYS } from './plugins/keys.ts';
import { NETWORK_TESTS } from './plugins/network-tests.ts';
import { DATA_PATHS } from './plugins/paths.ts';
import { SIZES } from './plugins/sizes.ts';
import { VLANS } from './plugins/vlans.ts';

type Table = Readonly<Record<string, Operation>>;

/** Filters by name; each is documented by Jinja or Ansible under it, those of NETWORKS here. */
export const FILTERS: Table = {
  ...BASICS,
  ...TEXTS,
  ...MARKUP_FILTERS,
  ...NUMBERS,
  ...LISTS,
  count: LISTS.length,
  ...MAPS,
  ...MAPPING,
  ...ENCODING,
  ...PATHS,
  ...ADDRESSES,
  ...NETWORKS,
  ...RANDOM,
  ...TIMES,
  password_hash: passwordHash,
  ...GENERAL,
  ...KEYS,
  ...DATA_PATHS,
  ...VLANS,
  ...SIZES,
};

const ALL_TESTS: Table = { ...TESTS, ...NETWORK_TESTS };

/** Names of collections that filters and tests may have in front of them. */
const COLLECTION = /^(?:ansible\.(?:builtin|utils|netcommon)|community\.general)\./;

function own(table: Table, name: string): Operation | undefined {
  const short = name.replace(COLLECTION, '');
  return Object.hasOwn(table, short) ? table[short] : undefined;
}

/** What expressions can use wherever they stand. */
export const LIBRARY: Library = {
  filter: (name) => own(FILTERS, name),
  test: (name) => own(ALL_TESTS, name),
  function: (name) => own(FUNCTIONS, name) ?? own(LOOKUP, name),
  names: (kind) => {
    if (kind === 'test') return Object.keys(ALL_TESTS);
    return Object.keys(kind === 'filter' ? FILTERS : { ...FUNCTIONS, ...LOOKUP, ...FILTERS, ...ALL_TESTS });
  },
};
