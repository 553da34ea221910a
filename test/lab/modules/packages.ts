import { KEPT, type Row } from './row.ts';

/** Packages of two versions in a repository of the host's own, since hosts of the lab have no way out. */
const REPOSITORY = `
repo=/srv/modules/repo; mkdir -p $repo; cd $repo
build() {
  mkdir -p $1/DEBIAN
  printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' $1 $2 >$1/DEBIAN/control
  dpkg-deb -b $1 $1-$2.deb >/dev/null
  rm -rf $1
}
build vf-one 2; build vf-two 1; build vf-two 2; build vf-three 1
dpkg -i vf-two-1.deb vf-three-1.deb >/dev/null
rm vf-two-1.deb
for deb in *.deb; do
  dpkg-deb -f $deb
  printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -d' ' -f1)
done >Packages
[ ! -e /etc/apt/sources.list ] || mv /etc/apt/sources.list /root/
echo "deb [trusted=yes] file:$repo ./" >/etc/apt/sources.list.d/modules.list
apt-get -qq update; dpkg --purge vf-one >/dev/null 2>&1 || true`;

/** Installed, updated and removed. */
export const PACKAGES: readonly Row[] = [
  {
    name: 'package: installs, with fresh lists',
    task: { package: { name: 'vf-one', update_cache: true } },
    before: REPOSITORY,
    after:
      'dpkg --purge vf-one vf-two vf-three; rm -f /etc/apt/sources.list.d/modules.list; [ ! -e /root/sources.list ] || mv /root/sources.list /etc/apt/',
    ...KEPT,
    proof: [`dpkg-query -W -f '\${Status} \${Version}' vf-one`, 'install ok installed 2'],
  },
  {
    name: 'package: updates',
    task: { package: { name: ['vf-one', 'vf-two'], state: 'latest' } },
    ...KEPT,
    proof: [`dpkg-query -W -f '\${Version}' vf-two`, '2'],
  },
  {
    name: 'package: removes',
    task: { package: { name: 'vf-three', state: 'absent' } },
    ...KEPT,
    proof: ['dpkg-query -s vf-three 2>&1 | grep -c "not installed"', '1\n'],
  },
];
