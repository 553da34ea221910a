/** What `--tags` and `--skip-tags` say. */
export interface TagChoice {
  tags: readonly string[];
  skipTags: readonly string[];
}

/**
 * Whether a task with these tags runs. `always` and `never` are tags with a meaning, `all`, `tagged` and `untagged`
 * are words for the choice.
 * Source: Ansible's "Tags", and its order of decisions in 2.14.
 */
export function isChosen(own: readonly string[], { tags, skipTags }: TagChoice): boolean {
  const desired = tags.length > 0 ? tags : ['all'];
  return isNamed(own, desired) && !(skipTags.length > 0 && isLeftOut(own, skipTags));
}

function isNamed(own: readonly string[], desired: readonly string[]): boolean {
  if (own.includes('always')) return true;
  if (meets(own, desired)) return true;
  if (own.includes('never')) return false;
  return desired.includes('all') || (desired.includes('tagged') && own.length > 0);
}

function isLeftOut(own: readonly string[], unwanted: readonly string[]): boolean {
  if (unwanted.includes('all')) return !own.includes('always') || unwanted.includes('always');
  return meets(own, unwanted) || (unwanted.includes('tagged') && own.length > 0);
}

function meets(own: readonly string[], words: readonly string[]): boolean {
  const names = own.length > 0 ? own : ['untagged'];
  return names.some((tag) => words.includes(tag));
}
