import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Source } from '../../accept/source.ts';
import { systemMessage } from '../../inventory/read-text.ts';
import { UsageError } from '../declaration/option.ts';

/** The files of a project that are edited, each read once. */
export class EditedFiles {
  readonly #sources = new Map<string, Source>();

  /** The file at a path; one that is not there is empty. */
  at(path: string): Source {
    const known = this.#sources.get(path);
    if (known) return known;
    const source = new Source(path, existsSync(path) ? readFileSync(path, 'utf8') : '');
    this.#sources.set(path, source);
    return source;
  }

  get edited(): readonly Source[] {
    return [...this.#sources.values()].filter(({ isEdited }) => isEdited);
  }

  write(): void {
    for (const { path, edited } of this.edited) writeText(path, edited);
  }

  /** Puts every file back as it was. */
  restore(): void {
    for (const { path, text } of this.edited) {
      if (text === '') rmSync(path, { force: true });
      else writeText(path, text);
    }
  }
}

function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${systemMessage(error)}`);
  }
}
