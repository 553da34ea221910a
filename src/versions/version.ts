/** A version of a program of a host: major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/** What is new in a program: a name, and the first version that has it. A test holds each against Debian's releases. */
export type Gates = Readonly<Record<string, Version>>;

/** Whether `version` is `minimum` or newer. */
export function isAtLeast(version: Version, minimum: Version): boolean {
  const [major, minor, patch] = version.map((number, index) => number - (minimum[index] ?? 0));
  return (major || minor || patch || 0) >= 0;
}

/** As people say it: 10.4, since patches bring nothing new. */
export function said([major, minor]: Version): string {
  return `${major}.${minor}`;
}

/** Reads `2.90`, `1.1.2` and `2.91test9`; what is not there is 0. */
export function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor, patch];
}
