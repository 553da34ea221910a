import type { Mode } from '../plan/outcome.ts';
import { only, type Probe } from '../plan/probe.ts';
import { describeStep, type Step } from '../plan/step.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { isGuarded, type Judgement } from './plan-task.ts';
import type { Observations } from './script/observations.ts';

/**
 * Something that not every user may: the system's libvirt, what is at a path, something of what is there (`own`),
 * another owner of it, a verb and a unit, an action of systemd, or what only root may.
 */
interface Need {
  kind: 'libvirt' | 'path' | 'own' | 'owner' | 'unit' | 'systemd' | 'root';
  value: string;
  /** What needs it, for people. */
  by: string;
}

/** Takes in what the login user is answered to a probe. */
type Ask = (probe: Probe) => Promise<Observations>;

/** The number of the login user; 0 is root. */
export const loginUser: Probe<number> = {
  key: 'login user',
  ask: { kind: 'script', script: 'id -u', args: [] },
  parse: (answers) => Number(only(answers).stdout.toString()),
};

/**
 * A plan of a task without `become` fails in a dry run too where the login user may not do it. What differs can be told
 * without a right to put it straight.
 */
export async function judgeRights(
  task: ResolvedTask,
  judgement: Judgement,
  mode: Mode,
  ask: Ask,
): Promise<Judgement> {
  if (judgement.kind !== 'change' || task.become || mode === 'drift') return judgement;
  const { plan } = judgement;
  // What a command of the playbook needs nobody knows.
  const steps = task.definition.opaque ? [] : plan.changes.flatMap((change) => change.steps);
  const guarded: Need[] = isGuarded(task, plan) ? [{ kind: 'root', value: '', by: 'a guarded change' }] : [];
  const needs = [...guarded, ...steps.flatMap(needsOf)];
  if (needs.length === 0 || currentOf(await ask(loginUser), loginUser) === 0) return judgement;
  const probe = denied(needs);
  const all = currentOf(await ask(probe), probe).flatMap((index) => needs[index]?.by ?? []);
  if (all.length === 0) return judgement;
  const message = `The login user may not do this: ${[...new Set(all)].join(', ')}.\n${ADVICE}`;
  return { kind: 'failed', plan, message };
}

const ADVICE = 'Root may: run again with -b, or set become: true on the task or play.';

function currentOf<T>(current: Observations, probe: Probe<T>): T {
  return current.values({ probe: probe as Probe }).probe as T;
}

/** Programs that do nothing for others than root. */
const OF_ROOT = [
  ...['apt-get', 'dnf', 'hostname', 'ip', 'modprobe', 'netplan', 'sysctl', 'timedatectl'],
  ...['useradd', 'usermod', 'userdel', 'groupadd', 'groupmod', 'groupdel'],
];
/** Programs whose last word is the path that they make or remove. */
const OF_PATHS = ['ln', 'mkdir', 'rm', 'rmdir'];

function needsOf(step: Step): Need[] {
  const by = describeStep(step);
  switch (step.do) {
    case 'virsh':
    case 'virsh-set':
      return [{ kind: 'libvirt', value: '', by }];
    case 'write':
      return [
        { kind: 'path', value: step.path, by },
        ...(step.owner === undefined ? [] : [{ kind: 'owner' as const, value: step.owner, by }]),
      ];
    case 'remove':
      return [{ kind: 'path', value: step.path, by }];
    case 'run': {
      const [program = '', first = ''] = step.argv.filter((word) => word !== 'env' && !word.includes('='));
      const last = step.argv.at(-1) ?? '';
      if (program === 'systemctl') return [{ kind: 'systemd', value: 'reload-daemon', by }];
      if (OF_ROOT.includes(program)) return [{ kind: 'root', value: '', by }];
      if (program === 'chown') return [{ kind: 'owner', value: first.replace(/:.*/, ''), by }];
      if (program === 'chmod') return [{ kind: 'own', value: last, by }];
      return OF_PATHS.includes(program) && last.startsWith('/') ? [{ kind: 'path', value: last, by }] : [];
    }
    case 'detached': {
      const kind = step.ofRoot ? 'root' : 'libvirt';
      return [{ kind, value: '', by }];
    }
    case 'script': {
      if (step.ofRoot) return [{ kind: 'root', value: '', by }];
      const [, verb = '', name = ''] = /^systemctl (\S+) (\S+)$/.exec(step.label) ?? [];
      if (verb === '' || name === '') return [];
      if (/able$|mask$/.test(verb)) return [{ kind: 'systemd', value: 'manage-unit-files', by }];
      return [{ kind: 'unit', value: `${verb} ${name}`, by }];
    }
    default:
      return [];
  }
}

/**
 * Reads pairs of a kind and a value and prints the numbers of those that the user may not. A file is written beside its
 * place first, so that its folder counts, or the nearest above it that is there. Opening libvirt for writing asks
 * polkit, and changes nothing.
 *
 * systemd asks polkit about a verb and a unit before it refuses a mode that the verb does not have: systemctl(1),
 * --job-mode. Without polkit it obeys root only.
 */
const READ = `
number=0
while [ $# -gt 1 ]; do
  kind=$1 value=$2; shift 2
  case $kind in
    libvirt) virsh -q -c "$libvirt_uri" uri >/dev/null 2>&1 ;;
    own) [ ! -e "$value" ] || [ -O "$value" ] ;;
    owner) [ "$(id -un)" = "$value" ] ;;
    unit)
      verb=\${value%% *} mode=isolate
      [ "$verb" != start ] || mode=triggering
      ! systemctl --no-ask-password --no-block --job-mode=$mode "$verb" -- "\${value#* }" 2>&1 |
        grep -q 'Access denied\\|uthentication required' ;;
    systemd) pkcheck --action-id "org.freedesktop.systemd1.$value" --process $$ >/dev/null 2>&1 ;;
    path) at=\${value%/*}
      until [ -e "$at/" ]; do at=\${at%/*}; done
      [ -w "$at/" ] ;;
    *) false ;;
  esac || echo $number
  number=$((number + 1))
done`;

function denied(needs: readonly Need[]): Probe<number[]> {
  const args = needs.flatMap(({ kind, value }) => [kind, value]);
  return {
    key: `rights ${JSON.stringify(args)}`,
    ask: { kind: 'script', script: READ, args },
    parse: (answers) => only(answers).stdout.toString().split('\n').filter(Boolean).map(Number),
  };
}
