/**
 * What the files of /etc/ansible/facts.d say, each line with the name of its file in front: JSON, or sections of
 * `name=value`. Source: "facts.d or local facts" of Ansible 2.14.
 */
export function readFactFile(lines: readonly string[]): Record<string, unknown> {
  const files = new Map<string, string[]>();
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    files.set(name, [...(files.get(name) ?? []), rest]);
  }
  return Object.fromEntries([...files].map(([name, text]) => [name, contentOf(text)]));
}

/** What one of these files says. */
export function contentOf(lines: readonly string[]): unknown {
  try {
    return JSON.parse(lines.join('\n'));
  } catch {
    return sectionsOf(lines);
  }
}

function sectionsOf(lines: readonly string[]): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> | undefined;
  for (const line of lines) {
    const [, head] = /^\s*\[([^\]]+)\]/.exec(line) ?? [];
    if (head !== undefined) {
      section = {};
      sections[head] = section;
      continue;
    }
    const [, name, value = ''] = /^\s*([^=:#;]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (section && name !== undefined) section[name.toLowerCase()] = value;
  }
  return sections;
}
