/**
 * Shell text with `describe_ways`, which writes into the current folder what leads packets in and out: addresses, routes,
 * those that the kernel makes itself (`connected`), rules, permanent neighbours and parameters, a line each that ip(8)
 * reads again; and `describe_addresses`.
 */
export const DESCRIBE_WAYS = `
describe_addresses() {
  for family in 4 6; do
    for scope in global host; do
      ip -$family -o addr show scope $scope | sed 's/^[0-9]*: *\\([^ ]*\\) *inet6* *\\([^ ]*\\).*/\\2 dev \\1/' >$scope$family
    done
  done
}
describe_ways() {
  describe_addresses
  for family in 4 6; do
    ip -$family -o route show table all | grep -v '^fe80\\|^ff00\\|^multicast' | tr '\\\\' ' ' |
      sed 's/ nhid [0-9]*//; s/ \\(linkdown\\|dead\\|expires [0-9]*sec\\|pref [a-z]*\\)//g; s/[ \\t]*$//' >all$family
    grep ' proto kernel' all$family >connected$family
    grep -v ' proto kernel' all$family >routes$family
    ip -$family -N rule show | sed 's/^\\([0-9]*\\):/pref \\1/; s/\\t/ /g; s/ *$//' >rules$family
  done
  ip neigh show nud permanent | sed -n 's/^\\(.* lladdr [^ ]*\\).*/\\1/p' >neighbours
  grep -rs '' /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf /proc/sys/net/ipv4/ip_forward | grep -v '/stable_secret:' >parameters
}`;

/**
 * `ways_again` adds and deletes the lines of one description that are not in the other; the current one is in `now`. A
 * parameter of all links is written before those of each, which it changes. What is deleted may take more with it: a primary
 * address its secondaries.
 */
export const WAYS_AGAIN = `
differing() { # FILE, prints lines that are missing
  grep -vxF -f "now/$1" "$1" || [ -s "now/$1" ] || cat "$1"
}
added() { grep -vxF -f "$1" "now/$1"; }
put_parameters() {
  differing parameters | grep -e "$1" | while IFS=: read -r path value; do echo "$value" >"$path"; done
}
ways_again() {
  put_parameters '/all/\\|/default/\\|/ip_forward:'
  (cd now && describe_ways)
  put_parameters .
  for family in 4 6; do
    for scope in global host; do
      added $scope$family | while read -r words; do ip -$family addr del $words; done
    done
  done
  (cd now && describe_addresses)
  for family in 4 6; do
    differing global$family | while read -r words; do
      if [ $family = 4 ]; then ip addr add $words brd +; else ip -6 addr add $words nodad; fi
    done
  done
  (cd now && describe_ways)
  for family in 4 6; do
    added routes$family | while read -r words; do ip -$family route del $words; done
    differing connected$family | while read -r words; do ip -$family route replace $words; done
    differing routes$family | while read -r words; do ip -$family route replace $words; done
    added rules$family | while read -r pref number words; do
      ip -$family rule del pref "$number" $words || ip -$family rule del pref "$number"
    done
    differing rules$family | while read -r words; do ip -$family rule add $words; done
  done
  added neighbours | while read -r address words; do ip neigh del "$address" $words; done
  differing neighbours | while read -r words; do ip neigh replace $words nud permanent; done
}`;
