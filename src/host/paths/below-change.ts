import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';
import { type Probe, printed } from '../../plan/probe.ts';
import { scriptStep } from '../../plan/step.ts';
import type { Owned } from '../owned-path.ts';

/** What of `$1` is not as `$2` to `$4` say, in `$@`, for find(1). A link has no mode of its own. */
const DIFFERING = `
path=$1 mode=$2 owner=$3 group=$4
set --
[ -z "$mode" ] || set -- "$@" -o ! -type l ! -perm "$mode"
[ -z "$owner" ] || set -- "$@" -o ! -user "$owner"
[ -z "$group" ] || set -- "$@" -o ! -group "$group"
shift`;

/** A user that is not there yet owns nothing. */
const COUNT = `
[ -d "$1" ] && [ ! -L "$1" ] || { echo 0; exit; }
${DIFFERING}
if { [ -z "$owner" ] || id -u -- "$owner"; } && { [ -z "$group" ] || getent group -- "$group"; } >/dev/null 2>&1
then find "$path" -xdev -mindepth 1 '(' "$@" ')' -printf x | wc -c
else find "$path" -xdev -mindepth 1 -printf x | wc -c
fi`;

const MAKE = `
${DIFFERING}
[ -z "$owner$group" ] ||
  find "$path" -xdev -mindepth 1 '(' "$@" ')' -exec chown -h "$owner\${group:+:$group}" '{}' + || exit
[ -z "$mode" ] || find "$path" -xdev -mindepth 1 ! -type l ! -perm "$mode" -exec chmod "$mode" '{}' +`;

/** How many paths below a folder have another mode, owner or group. */
export function differingBelow(
  path: string,
  { mode = '', owner = '', group = '' }: Partial<Owned>,
): Probe<number> {
  const args = [path, mode, owner, group];
  return {
    key: `below ${args.join(' ')}`,
    ask: { kind: 'script', script: COUNT, args },
    parse: (answers) => Number(printed(answers, `look below ${path}`)),
  };
}

/** Gives all below a folder a mode, an owner and a group, where it does not have them. */
export function belowChange(path: string, given: Partial<Owned>, differing: number): Change[] {
  if (differing === 0) return [];
  const { mode = '', owner = '', group = '' } = given;
  const said = Object.entries(given).map(([name, value]) => `${name} ${value}`);
  return [
    {
      action: 'update',
      proof: 'observed',
      what: `all below ${path}`,
      before: `${differing} with another ${Object.keys(given).join(', ')}`,
      after: said.join(', '),
      impact: NO_IMPACT,
      steps: [scriptStep(`change all below ${path}`, MAKE, [path, mode, owner, group])],
      predictions: [predict(differingBelow(path, given), 0)],
    },
  ];
}
