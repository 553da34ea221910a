/** Filters and tests of Ansible that are refused, and what to write instead. */
export const REFUSED_NAMES: Readonly<Record<'filter' | 'test', Readonly<Record<string, string>>>> = {
  filter: {
    vault: 'Encrypt it once with ansible-vault encrypt_string: each run would encrypt it to another text.',
    unvault:
      'Write what ansible-vault made as a value with !vault, or as a whole file: it is decrypted when it is read.',
    fileglob: "Write lookup('fileglob', 'files/*.conf').",
    realpath: 'It asks the controller; a task of the module stat tells what a path of the host leads to.',
    expanduser: "Write lookup('env', 'HOME') ~ '/…' for a path of the controller.",
    expandvars: "Write lookup('env', 'NAME').",
    pprint: 'Write to_nice_json or to_nice_yaml.',
    urlize: 'It writes HTML for web pages; write the link itself.',
    from_xml: "Read it by a pattern: regex_search('<name>(.*)</name>', '\\\\1').",
    to_xml: 'Write a template whose name ends in .xml.j2: it escapes values.',
    jc: 'Let the program answer as JSON where it can, and read it by from_json.',
    hashids_encode: 'Write hash or to_uuid for a name that stays the same.',
    hashids_decode: 'Keep the number itself as a variable.',
    type5_pw: "MD5 is broken: write password_hash('sha512', salt).",
    comp_type5: "MD5 is broken: compare with password_hash('sha512', salt).",
    validate: 'Write assert with a condition for each key.',
  },
  test: {
    ...onHost(['directory', 'is_dir', 'isdir'], 'isdir'),
    ...onHost(['file', 'is_file', 'isreg'], 'isreg'),
    ...onHost(['link', 'is_link'], 'islnk'),
    ...onHost(['exists', 'link_exists'], 'exists'),
    mount: 'It asks the controller. Read the fact ansible_mounts of the host.',
    is_mount: 'It asks the controller. Read the fact ansible_mounts of the host.',
    same_file: 'It asks the controller. Compare the inode of two tasks of the module stat.',
    is_same_file: 'It asks the controller. Compare the inode of two tasks of the module stat.',
    vault_encrypted: 'What ansible-vault encrypted is decrypted when it is read.',
    resolvable: 'It asks the resolver of the controller. Let the host ask: command: getent hosts NAME.',
    validate: 'Write a condition for each key.',
    a_module: '`virtfleet modules` lists the modules.',
    escaped: 'Write | safe where a text is meant as it is.',
  },
};

/** Tests of files ask the controller, and are mostly meant for the host. */
function onHost(names: readonly string[], field: string): Record<string, string> {
  const hint = `It asks the controller. Register a task of the module stat, and write x.stat.${field}; lookup('first_found', …, skip=true) finds files of the project.`;
  return Object.fromEntries(names.map((name) => [name, hint]));
}
