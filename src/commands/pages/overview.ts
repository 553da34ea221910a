import type { Declaration } from '../declaration/declaration.ts';

/** What `virtfleet` prints without a command. */
export function overview(declarations: readonly Declaration[]): string {
  const width = Math.max(...declarations.map(({ name }) => name.length));
  return [
    'Virtfleet applies, checks and audits the networks of hypervisor fleets.',
    '',
    'Usage: virtfleet COMMAND [OPTIONS]',
    '',
    ...declarations.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'virtfleet COMMAND --help explains a command, with examples.',
    'Start with this command. It only reads:',
    '  virtfleet networks -i INVENTORY',
    '',
  ].join('\n');
}
