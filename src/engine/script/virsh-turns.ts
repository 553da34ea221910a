import type { Holding } from '../../plan/change.ts';
import { quote } from '../../plan/quote.ts';
import type { Step } from '../../plan/step.ts';
import { withoutStaleLink } from './stale-link.ts';
import { fitsIntoOne, type Virsh, virshArgv, virshLine, virshWord } from './virsh.ts';
import { NAME, nameText, rollbackText } from './virsh-set.ts';

/** A set of virsh commands that begins with a definition. */
type Set = Step & { do: 'virsh-set'; stdin: string };

interface Task {
  steps: readonly Step[];
  holds?: readonly Holding[];
}

/** A task that consists of such a set, and how the host tells that it holds, where another task stands behind it. */
interface Turn {
  task: number;
  set: Set;
  holding: Holding | undefined;
}

/** Shell texts around the tasks of a script, and of those that have their turn in one virsh, by their number. */
export interface Turns {
  begin: string;
  end: string;
  of: ReadonlyMap<number, { step: string; holds: string }>;
}

const NONE: Turns = { begin: '', end: '', of: new Map() };

/** Marks on stderr: virsh waits for the definition of a turn, it begins to read what holds, the turn is done. */
const READY = `${NAME}ready`;
const READ = `${NAME}read`;
const DONE = `${NAME}done`;

/**
 * One virsh for what several tasks of a script define: a process with its connection costs more than what it does. It
 * reads each definition from a pipe, and so waits there until the script has decided that the task has its turn. What
 * it says on stderr comes in at descriptor 4, what it reads at 5: virsh writes both out before each mark on stderr.
 */
export function virshTurns(tasks: readonly Task[], virsh: Virsh): Turns {
  const turns = tasks.flatMap((task, index) => turnOf(task, index) ?? []);
  const line = turns.map(lineOf).join('');
  if (turns.length < 2 || !fitsIntoOne(line)) return NONE;
  const last = turns.length - 1;
  const texts = turns.map((turn, index) => ({
    step: `${index === last ? 'virsh=\n' : ''}${turnText(virsh, turn, index)}`,
    holds: turn.holding ? holdsText(turn.holding) : 'true',
  }));
  return {
    begin: beginText(virsh, line, turns.length),
    // Where a task failed virsh still waits for those behind it.
    end: '[ -z "$virsh" ] || kill "$virsh" 2>/dev/null',
    of: new Map(turns.map(({ task }, index) => [task, texts[index] ?? { step: '', holds: '' }])),
  };
}

function turnOf({ steps, holds = [] }: Task, task: number): Turn | undefined {
  const [set, ...others] = steps;
  const [holding, ...more] = holds;
  if (others.length > 0 || more.length > 0 || !isGated(set)) return undefined;
  return holding && holding.virsh === undefined ? undefined : { task, set, holding };
}

function isGated(step: Step | undefined): step is Set {
  if (step?.do !== 'virsh-set' || step.stdin === undefined) return false;
  return step.commands[0]?.at(-1) === '/dev/stdin' && !step.commands.flat().includes('--xml');
}

function lineOf({ set: { commands }, holding }: Turn, index: number): string {
  const mark = (text: string) => `echo --err ${virshWord(text)}`;
  const named = commands.flatMap((argv, number) => {
    const words = number === 0 ? [...argv.slice(0, -1), `./${index}`] : argv;
    return [mark(`${NAME}${number}`), virshLine(words)];
  });
  const reads = holding?.virsh === undefined ? [] : [holding.virsh];
  return [mark(READY), ...named, mark(READ), ...reads, mark(DONE), ''].join(';');
}

function beginText(virsh: Virsh, line: string, count: number): string {
  const pipes = Array.from({ length: count }, (_, index) => `"$turns/${index}"`);
  return `virsh= turns=$(mktemp -d) || turns=/dev/null
trap 'rm -rf -- "$turns"' EXIT; trap 'exit 143' TERM
if mkfifo ${pipes.join(' ')} "$turns/said" && : >"$turns/read"; then
  (cd "$turns" && exec ${quote(virshArgv(virsh, line))}) </dev/null 2>"$turns/said" >"$turns/read" &
  virsh=$!
  exec 4<"$turns/said" 5<"$turns/read"
else exec 4</dev/null 5</dev/null
fi`;
}

/** Its status is zero when all commands succeeded: virsh says something of each that does not. */
function turnText(virsh: Virsh, { set: { commands, stdin, rollback } }: Turn, index: number): string {
  return `(
status=1 failed= said= reading= command=
${nameText(commands)}
while IFS= read -r line; do
  case $line in
    "error: ${READY}") printf %s ${quote([stdin])} >"$turns/${index}" ;;
    "error: ${READ}") reading=yes ;;
    "error: ${DONE}") status=0; break ;;
    "error: ${NAME}"*) command=\${line#"error: ${NAME}"} ;;
    *) [ -z "$reading" ] || continue
       name "$command" >&2
       printf '%s\\n' "${commands.length > 1 ? '  ' : ''}\${line#error: }" >&2
       failed=$failed\${command:+ $command} said=$said$line command= ;;
  esac
done <&4
ended=$status
[ -z "$said" ] || status=1
[ "$status$said" != 1 ] || echo 'virsh has ended before it was done' >&2
${withoutStaleLink(virsh, commands)}${rollback ? rollbackText(virsh, rollback) : ''}exit $status
)`;
}

function holdsText({ script, args }: Holding): string {
  return `(\nscript() (\n${script}\n)\n${quote(['script', ...args])} <&5\n) >/dev/null 2>&1`;
}
