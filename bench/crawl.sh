#!/bin/sh
# Lets wapiti and sqlmap, two programs that look for holes in websites, loose on a running demo, as a stranger, as a member and as a coordinator.
#
#   PORT=4711 COMPANIONWAY_DATA=/somewhere/empty npm run demo     (in another window)
#   bench/crawl.sh http://127.0.0.1:4711 [seconds for each of the three] [brief]
#
# `brief` is what `npm test` has time for (guards/attack/crawl.test.ts): the holes that look worst, each for so many seconds, and two addresses for sqlmap.
# Only ever this machine: any other address is refused. Says "skipped" for a program that is not installed (Debian: wapiti, sqlmap). What they found is
# printed and kept as JSON in a directory of its own. Ends with 1 when something was found that is not listed as known below.
set -eu

base=${1:-http://127.0.0.1:3000}
seconds=${2:-120}
brief=${3:-}
modules=crlf,csp,cookieflags,exec,file,http_headers,methods,permanentxss,redirect,sql,xss
attack=45; injection=$((seconds * 2)); deep="--technique BEUT --level 2"
if [ "$brief" = brief ]; then modules=csp,cookieflags,http_headers,permanentxss,sql,xss; attack=$seconds; injection=$((seconds * 4)); deep="--technique BEU --level 1"; fi
case $base in
  http://127.0.0.1:*|http://localhost:*) ;;
  *) echo "Only a demo on this machine: http://127.0.0.1:PORT"; exit 2 ;;
esac
command -v curl >/dev/null || { echo "skipped: curl is not installed"; exit 0; }
curl -fsS -o /dev/null "$base/demo" || { echo "No demo answers at $base."; exit 2; }
out=$(mktemp -d)
found=0
page=$(curl -s -o /dev/null -w '%{redirect_url}' "$base/" | sed "s#^$base##")

# The session of one of the demo's people: the button on /demo, pressed as a browser presses it.
session_of() {
  rm -f "$out/jar"
  curl -fsS -c "$out/jar" -o "$out/demo.html" "$base/demo"
  csrf=$(sed -n 's/.*name="_csrf" value="\([^"]*\)".*/\1/p' "$out/demo.html" | head -n 1)
  [ -n "$csrf" ] || csrf=$(tr '>' '\n' < "$out/demo.html" | sed -n 's/.*name="_csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
  curl -fsS -b "$out/jar" -c "$out/jar" -o /dev/null -H "Origin: $base" -H 'Sec-Fetch-Site: same-origin' \
    --data-urlencode "_form=be:$1" --data-urlencode "_csrf=$csrf" --data-urlencode "who=$1" "$base/demo"
  awk '$6 == "session" { print $7 }' "$out/jar"
}

# Version 3.0.4 writes the addresses to leave alone (-x) in a way that Python 3.11 and later refuse; this reads them plainly.
patient='import re, runpy, shutil, sys
import wapitiCore.net.crawler as crawler
crawler.wildcard_translate = lambda pattern: re.compile(re.escape(pattern) + "$")
sys.argv[0] = "wapiti"
runpy.run_path(shutil.which("wapiti"), run_name="__main__")'

# Only modules that talk to nobody but the demo: those for SSRF and XXE would ask a server of wapiti's makers what it heard.
# Our own forms must be sent from our own pages: without this header every post would end at the first wall, and nothing behind it would be tried.
crawl() {
  who=$1; cookie=$2; shift 2
  "$(sed -n '1s/^#! *\([^ ]*\).*/\1/p' "$(command -v wapiti)")" -c "$patient" -u "$base/" "$@" --scope domain --flush-session --store-session "$out/session-$who" -d 6 --max-links-per-page 60 --max-files-per-dir 12 \
    --max-scan-time "$seconds" --max-attack-time "$attack" -t 20 -S polite -v 1 --no-bugreport -x "$base/leave" -x "$base/sign-out" -x "$base/me/leave" \
    -m "$modules" \
    -H "Origin: $base" ${cookie:+-H "Cookie: session=$cookie"} -f json -o "$out/wapiti-$who.json" > "$out/wapiti-$who.log" 2>&1 || echo "wapiti as $who ended early; see $out/wapiti-$who.log"
  [ -f "$out/wapiti-$who.json" ] || { echo "wapiti as $who wrote no report"; found=1; return; }
  # Known: cookies are Secure and the site says Strict-Transport-Security only over https, and a demo on this machine is http. X-XSS-Protection is a header of
  # browsers long gone, harmful in those that still had it (ASVS asks for a content policy instead, and there is one).
  node -e '
    const { vulnerabilities, anomalies, infos } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const known = (one) => /Strict-Transport-Security|Secure flag|X-XSS-Protection/i.test(one.info);
    const all = [["hole", vulnerabilities], ["odd", anomalies]].flatMap(([kind, by]) => Object.entries(by).flatMap(([name, list]) => list.map((one) => ({ kind, name, ...one }))));
    const fresh = all.filter((one) => !known(one));
    console.log(`wapiti as ${process.argv[2]}: pages and forms ${process.argv[3]}, known ${all.length - fresh.length}, found ${fresh.length}`);
    for (const { kind, name, method, path, info, parameter } of fresh) console.log(`  ${kind}: ${name} ${method} ${path} ${parameter ?? ""} ${info}`);
    process.exit(fresh.length === 0 ? 0 : 1);
  ' "$out/wapiti-$who.json" "$who" "$(sed -n 's/.*found \([0-9]*\) URLs and forms.*/\1/p' "$out/wapiti-$who.log" | tail -n 1)" || found=1
}

if command -v wapiti >/dev/null && command -v node >/dev/null; then
  crawl stranger "" -s "$base$page" -s "$base/sign-in" -s "$base/help" -s "$base/demo"
  crawl amina "$(session_of amina)" -s "$base/home"
  crawl chidi "$(session_of chidi)" -s "$base/today"
else
  echo "skipped: wapiti is not installed"
fi

# Whatever a stranger can put into an address or a form that reaches the database.
if command -v sqlmap >/dev/null; then
  try() {
    # shellcheck disable=SC2086
    timeout "$injection" sqlmap $deep --batch --disable-coloring --output-dir "$out/sqlmap" --flush-session --dbms PostgreSQL --risk 1 --timeout 20 \
      -H "Origin: $base" "$@" > "$out/sqlmap.log" 2>&1 || true
    cat "$out/sqlmap.log" >> "$out/sqlmap-all.log"
    if grep -qE 'is vulnerable|the following injection point' "$out/sqlmap.log"; then echo "sqlmap found: $*"; found=1
    elif grep -q 'do not appear to be injectable' "$out/sqlmap.log"; then echo "sqlmap: nothing in $*"
    else echo "sqlmap could not finish with $*; see $out/sqlmap-all.log"; fi
  }
  try -u "$base/help?lang=en&country=CA" -p lang,country
  [ "$brief" = brief ] || try -u "$base/sign-in?return=/home" -p return
  [ "$brief" = brief ] || try -u "$base$page*?lang=en"
  try -u "$base/sign-in" --data "_form=ask&_csrf=x&_key=0123456789012345678901&email=a@example.org" --csrf-token _csrf --csrf-url "$base/sign-in" -p email
else
  echo "skipped: sqlmap is not installed"
fi

echo "Reports: $out"
exit $found
