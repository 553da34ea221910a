/** What the rooms of many controllers may import. */
export const CONTROLLER_ROOMS: Readonly<Record<string, readonly string[]>> = {
  'commands/controllers': [
    'commands',
    'commands/audit',
    'commands/declaration',
    'commands/execution',
    'commands/report',
    'commands/request',
    'commands/schedule',
    'controllers',
    'duration.ts',
    'hidden-texts.ts',
    'history',
    'notify',
    'plan',
    'problem.ts',
    'report',
    'report/page',
    'serve',
    'template',
  ],
  controllers: ['history', 'problem.ts', 'report/files', 'schedule'],
};
