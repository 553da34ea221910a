const KEYS = '(?:password|client-key-password|private|shared|pin)';

/** The number or address that a GRE tunnel has as its key is no secret. */
const KEY = 'key["\']?:(?!\\s+["\']?[\\d.]+["\']?\\s*(?:$|[\\n,}]))';

const NAME = `(?:${KEYS}["']?:|${KEY})`;

/** Secrets of netplan files: of wireless networks, 802.1X, modems and WireGuard. Source: netplan(5). */
export const NETPLAN_SECRETS: readonly RegExp[] = [
  // In a block the value is the rest of the line, or stands below.
  new RegExp(`(?<=^[^\\n{]*[:\\s"'-]${NAME}[ \\t]+)[^\\s{|>][^\\n]*`, 'gm'),
  new RegExp(`(?<=[:\\s"'-]${NAME}[ \\t]+[|>][-+]?\\n[^\\n]*?[: ] *)[^\\s:][^\\n]*`, 'g'),
  new RegExp(`(?<=[{,]\\s*["']?${NAME}\\s+)(?:"[^"]*"|'[^']*'|[^\\s{][^,}\\n]*)`, 'g'),
];
