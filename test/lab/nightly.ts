/** Lab files that only `npm run nightly` runs, each with why `npm test` can do without it. */
const WHY: Readonly<Record<string, string>> = {
  bonds: 'its virtual machines take minutes to boot',
  dependencies: 'what is foreseen is held against hosts by modules and changes',
  empties: 'a table of values; changes defines and compares networks too',
  'failed-network': 'restart has a start that fails',
  hostile: 'bad-input has names with blanks, quotes and $(…)',
  interrupts: 'a part of a campaign of its own; interrupted has each way to interrupt',
  'kernel-answer': 'a table of rules and routes; session-path has ways of a session',
  lockout: 'a part of a campaign of its own; guard has a change that cuts the way',
  'many-reservations': 'changes has a reservation that comes and one that goes',
  seed: 'a table of XML; virsh-set and changes define networks too',
  'snapshot-secrets': 'secrets and snapshot are each met',
  soak: 'a part of a campaign of its own',
};

export const NIGHTLY_ONLY: readonly string[] = Object.keys(WHY);
