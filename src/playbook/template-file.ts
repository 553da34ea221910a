import { ProblemError } from '../problem.ts';
import type { CompiledTemplate } from '../template/compiled-template.ts';
import { compileTemplate } from '../template/handlebars/template.ts';
import type { GivenSettings } from '../template/jinja/settings.ts';
import { compileJinja, type TemplateFile } from '../template/jinja/template.ts';
import { hasStatements } from '../template/jinja/text.ts';
import type { Kind } from '../template/output/output.ts';

type Read = (name: string) => TemplateFile | undefined;

/**
 * Compiles a template by what it is: `.j2` is Jinja, `.hbs` is Handlebars, and a file of any other name what it
 * can be read as. `read` finds the files that it includes. Throws ProblemError.
 */
export function compileFile(
  template: TemplateFile,
  kind: Kind,
  read: Read,
  written?: GivenSettings,
): CompiledTemplate {
  const { file, text } = template;
  if (file.endsWith('.j2')) return compileJinja(template, kind, read, written);
  if (file.endsWith('.hbs')) return compileTemplate(text, file, kind);
  if (hasStatements(text)) return compileJinja(template, kind, read, written);
  try {
    return compileTemplate(text, file, kind);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return attempt(() => compileJinja(template, kind, read, written)) ?? fail(error);
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function fail(error: ProblemError): never {
  throw error;
}
