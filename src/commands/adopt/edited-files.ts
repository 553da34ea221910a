import { existsSync, readFileSync } from 'node:fs';
import { Source } from '../../accept/source.ts';
import { type FileChange, restoreFiles, writeFiles } from './write-files.ts';

/** The files of a project that are edited, each read once. */
export class EditedFiles {
  readonly #sources = new Map<string, { source: Source; before: string | undefined }>();

  /** The file at a path; one that is not there is empty. */
  at(path: string): Source {
    const known = this.#sources.get(path);
    if (known) return known.source;
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const source = new Source(path, before ?? '');
    this.#sources.set(path, { source, before });
    return source;
  }

  get edited(): readonly Source[] {
    return [...this.#sources.values()].map(({ source }) => source).filter(({ isEdited }) => isEdited);
  }

  write(): void {
    writeFiles(this.#changes());
  }

  /** Puts every file back as it was. */
  restore(): void {
    restoreFiles(this.#changes());
  }

  #changes(): FileChange[] {
    return [...this.#sources.values()].flatMap(({ source, before }) =>
      source.isEdited ? [{ path: source.path, before, after: source.edited }] : [],
    );
  }
}
