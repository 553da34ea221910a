import type { ScalarTag, SchemaOptions } from 'yaml';

/**
 * How plain words are read. `core` is YAML 1.2, of which JSON is a part, as programs print it. `ansible` is what
 * Ansible users expect: `yes`, `no`, `on` and `off` are booleans, `0755` is octal, `<<` merges.
 */
export type Dialect = 'core' | 'ansible';

/** A value encrypted by `ansible-vault`. It can be listed but not used. */
export class VaultedText {
  readonly ciphertext: string;

  constructor(ciphertext: string) {
    this.ciphertext = ciphertext;
  }

  /** The form in which `ansible-inventory` prints it. */
  toJSON(): unknown {
    return { __ansible_vault: this.ciphertext };
  }
}

/** The options that make the `yaml` library read a dialect. */
export function dialectOptions(dialect: Dialect): SchemaOptions {
  const isAnsible = dialect === 'ansible';
  const added = isAnsible ? [...PLAIN_WORDS, ...TAGS] : TAGS;
  return { merge: isAnsible, customTags: (tags) => [...added, ...tags] };
}

const TAGS: ScalarTag[] = [
  { tag: '!vault', resolve: (text) => new VaultedText(text) },
  { tag: '!vault-encrypted', resolve: (text) => new VaultedText(text) },
  // `!unsafe` says that braces mean nothing; here that is written with an expression that yields them.
  { tag: '!unsafe', resolve: (text) => text.replaceAll('{{', "{{ '{{' }}") },
];

/**
 * Where PyYAML, which reads YAML 1.1, differs from YAML 1.2 in a way that files in the field rely on.
 * Numbers of base 60 are left out: they make a number of a MAC address that consists of digits.
 */
const PLAIN_WORDS: ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:yes|Yes|YES|on|On|ON|no|No|NO|off|Off|OFF)$/,
    resolve: (text) => /^(?:yes|on)$/i.test(text),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?0[0-7_]+$/,
    resolve: (text) => Number.parseInt(text.replaceAll('_', ''), 8),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?[1-9][0-9]*_[0-9_]*$/,
    resolve: (text) => Number(text.replaceAll('_', '')),
  },
  {
    tag: 'tag:yaml.org,2002:str',
    default: true,
    test: /^(?:[-+]?0[0-9_]*[89][0-9_]*|0o[0-7]+|[-+]?[0-9]+[eE][-+]?[0-9]+|[-+]?[0-9.]+[eE][0-9]+|[-+]\.[0-9]+.*)$/,
    resolve: (text) => text,
  },
];
