import { only, type Probe } from '../../plan/probe.ts';

/** What a name server said to a question of the host itself. */
export interface NameAnswer {
  server: string;
  /** `alive` is a question that dnsmasq answers itself, `name` one that it has to ask others about. */
  question: 'alive' | 'name';
  /** RCODE of RFC 1035; undefined where no answer came. */
  code?: number;
}

/** Undefined where the host has nothing to ask with. */
export type NameAnswers = readonly NameAnswer[] | undefined;

/** `version.bind` in the class of Chaos (RFC 4892), and the address of a name that every resolver of the world knows. */
const ALIVE = '\\x07version\\x04bind\\x00\\x00\\x10\\x00\\x03';
const NAME = '\\x01a\\x0croot-servers\\x03net\\x00\\x00\\x01\\x00\\x01';
/** Identification, recursion desired, one question: section 4.1.1 of RFC 1035. */
const HEAD = '\\x56\\x46\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00';

/**
 * A shell that can open a UDP socket is bash; dd reads one packet of the answer. Each question is put twice, as every
 * resolver does, and all at once.
 */
const ASK = `
command -v bash >/dev/null && command -v timeout >/dev/null && command -v od >/dev/null || exit 0
echo asked
ask() {
  code=
  for try in 1 2; do
    code=$(timeout 3 bash -c 'exec 3<>"/dev/udp/$1/53" && printf "$2" >&3 && timeout 2 dd bs=4096 count=1 <&3' \\
      ask "$1" "$3" 2>/dev/null | od -An -v -tx1 -N4 | tr -d ' \\n')
    [ -z "$code" ] || break
  done
  echo "answer $1 $2 \${code:--}"
}
while [ $# -gt 1 ]; do
  case $2 in alive) question='${HEAD}${ALIVE}' ;; *) question='${HEAD}${NAME}' ;; esac
  ask "$1" "$2" "$question" &
  shift 2
done
wait`;

/** Asks name servers from the host. A question is nothing that a host keeps, but for what a server remembers of answers. */
export function nameQuestions(all: readonly Pick<NameAnswer, 'server' | 'question'>[]): Probe<NameAnswers> {
  return {
    key: 'questions for name servers',
    ask: { kind: 'script', script: ASK, args: all.flatMap(({ server, question }) => [server, question]) },
    volatile: true,
    parse: (answers) => parseNameAnswers(only(answers).stdout.toString()),
  };
}

/** Exported for tests on recorded output. */
export function parseNameAnswers(text: string): NameAnswers {
  const [first, ...lines] = text.split('\n');
  if (first !== 'asked') return undefined;
  return lines.flatMap((line) => {
    const [, server, question, hex = ''] = /^answer (\S+) (alive|name) (\S+)$/.exec(line) ?? [];
    if (server === undefined || (question !== 'alive' && question !== 'name')) return [];
    // The last four bits of the fourth byte: section 4.1.1 of RFC 1035.
    return [
      { server, question, ...(/^[0-9a-f]{8}$/.test(hex) && { code: Number.parseInt(hex[7] ?? '', 16) }) },
    ];
  });
}

/** The RCODEs that matter, as dig names them. */
export const CODES: Readonly<Record<number, string>> = {
  0: 'NOERROR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  5: 'REFUSED',
};
