/** Ansible gives back the line breaks at the end that Jinja leaves out. */
export function withLastLines(source: string, text: string): string {
  const ending = (of: string) => /\n*$/.exec(of.replaceAll('\r\n', '\n'))?.[0].length ?? 0;
  return text + '\n'.repeat(Math.max(0, ending(source) - ending(text)));
}
