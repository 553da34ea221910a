/**
 * What Ansible has of its own: recorded from ansible-core 2.14 and Jinja 3.1 of Debian 12. Modules also of the collections
 * that hosts of guests are managed with.
 */
export const ANSIBLE_FILTERS =
  'abs attr b64decode b64encode basename batch bool capitalize center checksum combinations combine comment count d default dict2items dictsort difference dirname e escape expanduser expandvars extract fileglob filesizeformat first flatten float forceescape format from_json from_yaml from_yaml_all groupby hash human_readable human_to_bytes indent int intersect items items2dict join last length list log lower mandatory map max md5 min password_hash path_join permutations pow pprint product quote random realpath regex_escape regex_findall regex_replace regex_search reject rejectattr rekey_on_member relpath replace reverse root round safe select selectattr sha1 shuffle slice sort split splitext strftime string striptags subelements sum symmetric_difference ternary title to_datetime to_json to_nice_json to_nice_yaml to_uuid to_yaml tojson trim truncate type_debug union unique unvault upper urldecode urlencode urlize urlsplit vault win_basename win_dirname win_splitdrive wordcount wordwrap xmlattr zip zip_longest'.split(
    ' ',
  );

export const ANSIBLE_TESTS =
  'abs all any boolean callable change changed contains defined directory divisibleby eq equalto escaped even exists failed failure false falsy file filter finished float ge greaterthan gt in integer is_abs is_dir is_file is_link is_mount is_same_file isnan issubset issuperset iterable le lessthan link link_exists lower lt mapping match mount nan ne none number odd reachable regex same_file sameas search sequence skip skipped started string subset succeeded success successful superset test true truthy undefined unreachable upper uri url urn vault_encrypted version version_compare'.split(
    ' ',
  );

export const ANSIBLE_LOOKUPS =
  'config csvfile dict env file fileglob first_found indexed_items ini inventory_hostnames items lines list nested password pipe random_choice sequence subelements template together unvault url varnames vars'.split(
    ' ',
  );

export const ANSIBLE_MODULES =
  'add_host apt apt_key apt_repository assemble assert async_status async_wrapper blockinfile command copy cron debconf debug dnf dpkg_selections expect fail fetch file find gather_facts get_url getent git group group_by hostname import_playbook import_role import_tasks include_role include_tasks include_vars iptables known_hosts lineinfile meta package package_facts pause ping pip raw reboot replace rpm_key script service service_facts set_fact set_stats setup shell slurp stat subversion systemd systemd_service sysvinit tempfile template unarchive uri user validate_argument_spec wait_for wait_for_connection yum yum_repository'.split(
    ' ',
  );

export const COLLECTION_MODULES = [
  'community.libvirt.virt',
  'community.libvirt.virt_net',
  'community.libvirt.virt_pool',
  'community.libvirt.virt_volume',
  'ansible.posix.sysctl',
  'ansible.posix.mount',
  'ansible.posix.authorized_key',
  'ansible.posix.firewalld',
  'ansible.posix.synchronize',
  'community.general.nmcli',
  'community.general.modprobe',
];
