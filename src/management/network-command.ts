import { unitTouch } from './network-unit.ts';

/** Programs by which the network or its filter takes over what its files say, or goes. */
const TAKES_OVER = [
  /^netplan (?:-\S+ )*apply\b/,
  /^networkctl (?:-\S+ )*(?:reload|reconfigure|down)\b/,
  /^nmcli (?:-\S+ )*c(?:on(?:nection)?)? (?:up|down|reload)\b/,
  /^(?:ifup|ifdown|ifreload)\b/,
  /^wg-quick (?:up|down)\b/,
  /^nft (?:-[^c\s]+ )*(?:-f|--file)\b/,
  /^ip6?tables(?:-legacy|-nft)?-restore\b/,
  /^ufw (?:-\S+ )*(?:enable|reload)\b/,
  /^firewall-cmd (?:\S+ )*--(?:complete-)?reload\b/,
];
const OF_UNIT = /^(?:(?:systemctl|service|invoke-rc\.d)\b|\/etc\/init\.d\/)(.*)/;
const ACTS = /^(?:\S*re(?:start|load)|start|stop|kill)$/;
/** These act with `--now`. */
const ACTS_NOW = /^(?:enable|disable|mask)$/;

/** Programs that start another, with their options and variables; and words of the shell in front of a command. */
const IN_FRONT =
  /^(?:(?:[!{(]|if|elif|then|else|while|until|do|exec|eval|command|time|(?:\/\S*\/)?(?:sudo|doas|su|env|nohup|setsid|nice|ionice|timeout|stdbuf|(?:ba|da)?sh)|-[ugU] \S+|-\S*|\d\S*|\w+=\S*) )+/;
const FOLDER = /^(?:\/usr)?(?:\/local)?\/s?bin\//;

/**
 * Why a command line, or one of the commands in it, may take the way of this session, as far as its words say.
 * Undefined for all others: what a program does nobody can know, and `guard: true` says that it is guarded.
 */
export function commandTouch(text: string): string | undefined {
  const words = text.replaceAll(/\\\n/g, ' ').replaceAll(/["'\\]/g, '');
  const lines = words.split(/[\n;&|(){}`]/).map((line) => line.trim().replaceAll(/\s+/g, ' '));
  return lines.flatMap((line) => lineTouch(line) ?? [])[0];
}

function lineTouch(whole: string): string | undefined {
  const line = whole.replace(IN_FRONT, '').replace(FOLDER, '');
  const taken = TAKES_OVER.flatMap((one) => one.exec(line)?.[0] ?? [])[0];
  if (taken !== undefined) return `${taken} has to do with your way to this host`;
  const all = (OF_UNIT.exec(line)?.[1] ?? '').split(' ');
  const words = all.filter((word) => !word.startsWith('-'));
  const isNow = all.includes('--now');
  if (!words.some((word) => ACTS.test(word) || (isNow && ACTS_NOW.test(word)))) return undefined;
  const names = words.map((word) => (/\.\w+$/.test(word) ? word : `${word}.service`));
  return names.flatMap((name) => unitTouch(name) ?? [])[0];
}
