import { parseAllDocuments } from 'yaml';
import { isReadByNetplan, netplanFault } from './document.ts';

/** Where what is wrong with an argument is reported. */
interface Desk {
  report: (fault: { code: string; summary: string; detail: string; at: string[]; hint: string }) => void;
}

/**
 * Reports the text of a file that is not what its path says: YAML that cannot be read, a file that netplan would not
 * take. `at` is the argument that it comes from.
 */
export function checkContent(path: string, text: string, at: string, { report }: Desk): void {
  const isNetplan = isReadByNetplan(path);
  const fault = isNetplan ? netplanFault(text) : yamlFault(path, text);
  if (fault === undefined) return;
  report({
    code: isNetplan ? 'netplan-file' : 'yaml-file',
    summary: isNetplan ? 'The file is none that netplan takes' : 'The file is no YAML',
    detail: `${path}: ${fault}`,
    at: [at],
    hint: 'See the whole file with virtfleet render.',
  });
}

function yamlFault(path: string, text: string): string | undefined {
  if (!/\.ya?ml$/.test(path)) return undefined;
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  return 'empty' in documents ? undefined : documents.flatMap(({ errors }) => errors)[0]?.message;
}
