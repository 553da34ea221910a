import { Project } from '../project.ts';
import { VarsFiles } from './vars-files.ts';

/** What is read beside a playbook. */
interface Beside {
  project: Project;
  varsFiles: VarsFiles;
}

/** The projects of a run, by the folders of its playbooks: each file is read once. */
export class Projects {
  readonly #templateFolders: readonly string[];
  readonly #known = new Map<string, Beside>();

  constructor(templateFolders: readonly string[]) {
    this.#templateFolders = templateFolders;
  }

  at(folder: string): Beside {
    const known = this.#known.get(folder) ?? {
      project: new Project(folder, this.#templateFolders),
      varsFiles: new VarsFiles(folder),
    };
    this.#known.set(folder, known);
    return known;
  }
}
