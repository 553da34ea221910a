/** What is shown of a function or a filter. */
export interface GuideEntry {
  summary: string;
  /** An expression and what it yields without any variables; a test evaluates it. */
  example: readonly [expression: string, result: unknown];
}

/** Functions and filters of Virtfleet's own; Jinja and Ansible explain theirs. */
export const GUIDE: Readonly<Record<string, GuideEntry>> = {
  mac: {
    summary: 'A MAC address for a guest, always the same for the same text',
    example: ["mac('hv01/web')", '52:54:00:a7:5b:dd'],
  },
  host: {
    summary: 'Address number n of a network; negative numbers count from the end',
    example: ["host('10.0.0.0/24', 10)", '10.0.0.10'],
  },
  address: { summary: 'The address of `address/prefix`', example: ["address('10.0.0.1/24')", '10.0.0.1'] },
  prefix: { summary: 'The prefix length of `address/prefix`', example: ["prefix('10.0.0.1/24')", 24] },
  netmask: {
    summary: 'The netmask of an IPv4 `address/prefix`',
    example: ["netmask('10.0.0.1/24')", '255.255.255.0'],
  },
  network: {
    summary: 'The network that `address/prefix` lies in',
    example: ["network('10.0.0.1/24')", '10.0.0.0/24'],
  },
  replace: {
    summary: 'The text with every occurrence of one text replaced by another',
    example: ["'hv01.lab'.replace('.', '-')", 'hv01-lab'],
  },
  quote: {
    summary: 'The text as one word of a POSIX shell, whatever is in it',
    example: ['quote("it\'s")', `'it'"'"'s'`],
  },
  range: {
    summary: 'The whole numbers from the first up to and without the second',
    example: ['range(1, 4)', [1, 2, 3]],
  },
  defined: {
    summary: 'Whether a variable, or a key inside it, is there',
    example: ['defined(mtu)', false],
  },
  default: {
    summary:
      'The value of a variable, or of a key inside it; the other one where there is none. As a function also where it ' +
      'is null. Where the other one is omit, the argument is not written at all',
    example: ['default(mtu, 1500)', 1500],
  },
};
