import { only, type Probe } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';

/** The checksum of a file, as `sha256:0123…`; null where none can be read. */
export function checksumAt(path: string, kind: string): Probe<string | null> {
  return {
    key: `${kind} of ${path}`,
    ask: { kind: 'script', script: '[ ! -f "$2" ] || "$1"sum <"$2"', args: [kind, path] },
    parse: (answers) => {
      const [sum = ''] = only(answers).stdout.toString().split(' ');
      return sum === '' ? null : `${kind}:${sum}`;
    },
  };
}

interface Download {
  url: string;
  dest: string;
  /** Seconds until the server has to answer. */
  timeout: number;
  /** `sha256:0123…` */
  sum?: string | undefined;
  mode: string;
  /** `root:root` */
  owner: string;
}

/** Seconds that a download may take. */
const LONGEST = 3600;

/** The address comes on stdin: it may have a token in it, and every user of the host could read an argument. */
const FETCH = `
dest=$1 timeout=$2 kind=$3 sum=$4 mode=$5 owner=$6
read -r url
part=$(mktemp "$dest.XXXXXX") || exit
trap 'rm -f "$part"' EXIT
if command -v curl >/dev/null; then
  printf 'url = "%s"\\n' "$url" | curl -fsSL --connect-timeout "$timeout" -o "$part" -K -
elif command -v wget >/dev/null; then
  printf '%s\\n' "$url" | wget -nv --timeout "$timeout" -O "$part" -i -
else
  echo 'This host has neither curl nor wget.' >&2; false
fi || exit
if [ -n "$kind" ]; then
  is=$("$kind"sum <"$part") || exit
  [ "\${is%% *}" = "$sum" ] || { echo "The checksum of what came is \${is%% *}." >&2; exit 1; }
fi
chown "$owner" -- "$part" && chmod "$mode" -- "$part" && mv -f -- "$part" "$dest"`;

/** Fetches a file whole, beside its place first. */
export function download({ url, dest, timeout, sum = ':', mode, owner }: Download): Step {
  const [kind = '', digits = ''] = sum.split(':');
  return {
    do: 'script',
    label: `fetch ${dest}`,
    script: FETCH,
    args: [dest, String(timeout), kind, digits, mode, owner],
    stdin: `${url}\n`,
    seconds: LONGEST,
  };
}
