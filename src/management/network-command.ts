import { unitTouch } from './network-unit.ts';

/** Programs by which the network, its filter or sshd take over what their files say. */
const TAKES_OVER = [
  /^netplan apply\b/,
  /^networkctl (reload|reconfigure)\b/,
  /^(ifup|ifdown|ifreload)\b/,
  /^nft (-f|--file)\b/,
  /^ip6?tables-restore\b/,
];
const OF_UNIT = /^(?:systemctl|service)\b(.*)/;
const ACTS = /^((try-|reload-or-|force-)?re(start|load)|start|stop)$/;

/**
 * Why a command line, or one of the commands in it, may take the way of this session, as far as its words say.
 * Undefined for all others: what a program does nobody can know, and `guard: true` says that it is guarded.
 */
export function commandTouch(text: string): string | undefined {
  const lines = text.split(/\n|&&|[;&|]/).map((line) => line.trim().replace(/^(\/usr)?\/s?bin\//, ''));
  return lines.flatMap((line) => lineTouch(line.replaceAll(/\s+/g, ' ')) ?? [])[0];
}

function lineTouch(line: string): string | undefined {
  const taken = TAKES_OVER.flatMap((one) => one.exec(line)?.[0] ?? [])[0];
  if (taken !== undefined) return `${taken} has to do with your way to this host`;
  const words = (OF_UNIT.exec(line)?.[1] ?? '').split(' ').filter((word) => !word.startsWith('-'));
  if (!words.some((word) => ACTS.test(word))) return undefined;
  const names = words.map((word) => (/\.\w+$/.test(word) ? word : `${word}.service`));
  return names.flatMap((name) => unitTouch(name) ?? [])[0];
}
