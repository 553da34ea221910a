import { type FileState, whyUnread } from './files.ts';

/** The text of a file that a task edits, or why there is none; one that `mayMiss` is empty. */
export function textToEdit(
  path: string,
  file: FileState,
  mayMiss: boolean,
  hint = 'With create: true it is made.',
): string | { failure: string } {
  switch (file.kind) {
    case 'file':
      if (typeof file.content === 'string') return file.content;
      return { failure: whyUnread(path, file.content) };
    case 'absent':
      return mayMiss ? '' : { failure: [`${path} is not there.`, hint].join(' ').trim() };
    case 'link':
      return { failure: `${path} is a link to ${file.target}: name the file itself.` };
    default:
      return {
        failure: `${path} is ${file.kind === 'directory' ? 'a folder' : 'no file'}, and has no lines.`,
      };
  }
}
