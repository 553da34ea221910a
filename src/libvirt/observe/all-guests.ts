import { type Probe, ProbeError } from '../../plan/probe.ts';

/** A guest, and its state in the words of community.libvirt.virt. */
export interface ListedGuest {
  name: string;
  state: string;
}

const STATES = ['running', 'paused', 'shutdown'] as const;
const list = (which: string) => ['list', '--name', which];

/** All guests, running or not, as they are when a task runs, whatever tasks before it did. */
export const allGuests: Probe<readonly ListedGuest[]> = {
  key: 'all guests now',
  ask: {
    kind: 'virsh',
    commands: [list('--all'), list('--state-running'), list('--state-paused'), list('--state-shutoff')],
  },
  volatile: true,
  awaited: true,
  parse: (answers) => {
    const failure = answers.map(({ stderr }) => stderr.toString().trim()).find((said) => said !== '');
    if (failure !== undefined) throw new ProbeError(`cannot list the guests: ${failure}`);
    const [all = [], ...states] = answers.map(({ stdout }) => stdout.toString().split('\n').filter(Boolean));
    return all.map((name) => {
      const index = states.findIndex((names) => names.includes(name));
      return { name, state: STATES[index] ?? 'crashed' };
    });
  },
};
