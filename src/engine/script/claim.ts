import { only, type Probe } from '../../plan/probe.ts';
import { quote } from '../../plan/quote.ts';
import type { Writer } from './lock.ts';
import { STATE, stateFolderText } from './state-folders.ts';

/** Where root keeps which saved plans were applied on a host. */
const PLANS = `${STATE}/plans`;
/** The same of a login user who may not write there. */
const OWN_PLANS = '"${XDG_STATE_HOME:-$HOME/.local/state}"/virtfleet/plans';

/**
 * Shell text that defines `claim`: it notes on the host that this run applies the saved plan of the writer, which no
 * other run can do then. It fails where one has, and says so. The lock must be held. Empty without a plan.
 */
export function claimFunction({ run, owner, plan, folder }: Writer): string {
  if (plan === undefined) return 'claim() { :; }';
  const [place, make] =
    folder === undefined
      ? [PLANS, stateFolderText('plans')]
      : [quote([folder]), `mkdir -p ${quote([folder])}`];
  const name = quote([plan]);
  return `
claim() {
  for plans in ${place} ${OWN_PLANS}; do
    [ -e "$plans"/${name} ] || continue
    { read -r theirs; read -r said; } 2>/dev/null <"$plans"/${name}
    [ "$theirs" != ${quote([run])} ] || return 0
    printf 'this plan was applied here before: %s' "\${said:-by a run that is not known}"
    return 1
  done
  plans=${place}
  { ${make}; } 2>/dev/null && [ -w "$plans" ] || { plans=${OWN_PLANS}; mkdir -p "$plans" || return; }
  at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  printf '%s\\n' ${quote([run])} ${quote([owner])}" at $at, run "${quote([run])} >"$plans"/${name} && return
  rm -f "$plans"/${name}
  return 1
}`;
}

const READ = `
for plans in "$1" ${OWN_PLANS}; do
  [ ! -e "$plans/$2" ] || sed -n 2p "$plans/$2"
done`;

/** Who applied a saved plan on the host; empty where nobody has. Volatile: the claim under the lock is what counts. */
export function claimOf(plan: string): Probe<string> {
  return {
    key: `saved plan ${plan}`,
    ask: { kind: 'script', script: READ, args: [PLANS, plan] },
    volatile: true,
    parse: (answers) => only(answers).stdout.toString().trim(),
  };
}
