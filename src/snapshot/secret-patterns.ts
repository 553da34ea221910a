/** Names of what is secret, as configuration files, environments and command lines have them. */
const NAME =
  '[\\w.-]*(?:passw(?:or)?d|passphrase|secret|token|credentials?|api[_-]?key|access[_-]?key|(?:private|preshared)[_-]?key|psk)\\b[\\w.-]*';

/**
 * What looks like a secret in the text of a host: what matches is the secret itself. Source: what sosreport takes out
 * (`do_file_private_sub`, its plugins libvirt and networking), and the forms of tokens that GitHub, GitLab, Slack and
 * AWS publish for scanners.
 *
 * What is before a secret is looked for from each place at which one can begin, and from no other: behind a million blanks
 * a host would keep Virtfleet busy for hours.
 */
export const SECRET_PATTERNS: readonly RegExp[] = [
  /(?=[^\s-])(?<=-----BEGIN [A-Z ]*PRIVATE KEY-----\s*)[\s\S]+?(?=\s{0,100}-----END|$(?![\s\S]))/g,
  // On a line of its own the value is all that follows.
  new RegExp(
    `(?=[^\\s=|>"'<])(?<=^(?:[^\\s<]+ )?[ \\t]*(?:export[ \\t]+|- )?${NAME}[ \\t]*[=:][ \\t]*).+`,
    'gim',
  ),
  new RegExp(`(?<=["']?${NAME}["']?[ \\t]*[=:][ \\t]*")[^"]+`, 'gi'),
  new RegExp(`(?<=["']?${NAME}["']?[ \\t]*[=:][ \\t]*')[^']+`, 'gi'),
  new RegExp(`(?<=\\b${NAME}[=:])[^\\s"'<>,;&}=]+`, 'gi'),
  new RegExp(`(?<=\\s--?${NAME} )[^\\s"'-]+`, 'gi'),
  /(?<=\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
  /(?<=\b(?:Bearer|Basic) )[\w+/=.~-]{8,}/g,
  /(?<=\s-u ?[^\s:-]+:)\S+/g,
  // Keys of WireGuard.
  /(?=[\w+/]{43}=)(?<=\b(?:private|shared|key)["']?\s*[=:]\s*["']?)[\w+/]{43}=/gi,
  // Hashes of crypt(5).
  /\$(?:[1567y]|2[abxy]|gy|md5)\$[^\s:'"<>]+/g,
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z\d]{16})/g,
  // What a guest gets past libvirt: arguments of QEMU, files and strings of its firmware.
  /(?<=<qemu:(?:arg|env)\b[^>]{0,2000}\bvalue=')[^']+/g,
  /(?<=<entry(?: name='opt\/[^']*')?>)[^<]+/g,
];

/** What a network says that only its writer knows the meaning of; a secret where its task is one. */
export const NETWORK_TEXTS: readonly RegExp[] = [
  /(?<=<txt\b[^>]{0,2000}\bvalue=')[^']+/g,
  /(?<=<dnsmasq:option\b[^>]{0,2000}\bvalue=')[^']+/g,
  /(?<=<(?:title|description)>)[^<]+/g,
];

/**
 * What stands for a secret that the project does not have, the same for the same: a word that is valid where passwords
 * are, and no mark of any syntax. netplan refuses a key of WireGuard that cannot be one. `name` is its digest.
 */
export function standIn(secret: string, name: string): string {
  const isKey = /^["']?[\w+/]{43}=["']?\s*$/.test(secret);
  return isKey
    ? `${name}withheldwithheldwithheldwithheld`.slice(0, 43).concat('=')
    : `withheld-${name.slice(0, 8)}`;
}

const STAND_IN = /withheld-[0-9a-f]{8}|[0-9a-f]{24}withheldwithheldwit=/;

/** Whether something in a text stands for a secret. */
export function hasStandIn(text: string): boolean {
  return STAND_IN.test(text);
}
