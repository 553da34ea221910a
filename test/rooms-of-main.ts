/** What the room of the first word may import: every command. */
export const MAIN_ROOMS: Readonly<Record<string, readonly string[]>> = {
  'commands/main': [
    ...['commands', 'template'],
    ...[
      'commands/adopt',
      'commands/audit',
      'commands/controllers',
      'commands/declaration',
      'commands/doctor',
    ],
    ...[
      'commands/leases',
      'commands/pages',
      'commands/rollback',
      'commands/saved-plan',
      'commands/self-check',
    ],
    ...['commands/snapshot', 'commands/sudoers'],
  ],
};
