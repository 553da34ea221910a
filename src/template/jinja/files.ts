import type { Body, Statement } from './tree.ts';

/** The names of the files that statements include and import. */
export function filesOf(body: Body): string[] {
  return body.flatMap(filesIn);
}

function filesIn(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'include':
      return statement.files;
    case 'import':
      return [statement.file];
    case 'if':
      return [...statement.branches.flatMap(({ body }) => filesOf(body)), ...filesOf(statement.otherwise)];
    case 'for':
      return [...filesOf(statement.body), ...filesOf(statement.otherwise)];
    case 'capture':
    case 'with':
    case 'macro':
    case 'call':
      return filesOf(statement.body);
    default:
      return [];
  }
}
