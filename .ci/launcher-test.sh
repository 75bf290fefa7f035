#!/bin/sh
# Tests ./fleet with fake JDKs and a fake Maven in a temp folder: no JVM, no network. Prints TAP.
# `fake java` prints one argument a line, so that the tests can see what would have been started.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
count=0
failures=0

# --- a world of its own -----------------------------------------------------------------------

# Only these tools are on the PATH, so that no real javac or mvn is found.
tools() {
  rm -rf "${tmp:?}/bin"
  mkdir "$tmp/bin"
  for tool in sh sed find date readlink dirname uname mkdir rm ln mv cp touch chmod sleep head tail \
    grep cut cat awk id setsid env; do
    ! real=$(command -v "$tool") || ln -s "$real" "$tmp/bin/$tool"
  done
}

jdk() { # jdk FOLDER VERSION
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  printf '#!/bin/sh\necho "java of %s"\nprintf "%%s\\n" "$@"\n' "$1" >"$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
}

# A Maven that notes how it was called and makes the jar; MVN_SAYS=offline fails once per -o,
# MVN_SAYS=broken always.
fake_mvn() {
  cat >"$tmp/bin/mvn" <<'MVN'
#!/bin/sh
echo "$JAVA_HOME | $*" >>"$MVN_CALLS"
case "${MVN_SAYS-} $*" in
  offline*" -o "*) echo "[ERROR] Cannot access central in offline mode"; exit 1 ;;
  broken*) echo "[INFO] noise"; echo "[ERROR] Hello.java:[3,5] cannot find symbol"; exit 1 ;;
esac
[ -z "${MVN_SLOW-}" ] || sleep "$MVN_SLOW"
case "${MVN_SAYS-} $*" in
  tests*verify*) cp -r "$MVN_REPORTS" core/target/surefire-reports ;;
  crash*verify*) echo "[ERROR] The forked VM terminated without properly saying goodbye." ;;
esac
mkdir -p fleet-verticles/target/lib
: >fleet-verticles/target/fleet-verticles-0.1.0.jar
MVN
  chmod +x "$tmp/bin/mvn"
}

world() {
  rm -rf "$tmp/app dir" "$tmp/jvm" "$tmp/calls" "$tmp/odd"
  tools
  fake_mvn
  mkdir -p "$tmp/app dir/fleet-verticles/src/main" "$tmp/app dir/examples/site/target" "$tmp/jvm"
  cp "$here/fleet" "$tmp/app dir/fleet"
  printf '<project>\n  <version>0.1.0</version>\n</project>\n' >"$tmp/app dir/pom.xml"
  : >"$tmp/app dir/fleet-verticles/src/main/A.java"
  : >"$tmp/app dir/examples/site/target/site-0.1.0.jar"
  : >"$tmp/app dir/examples/site/target/site-0.1.0-sources.jar"
  : >"$tmp/calls"
}

# fleet [NAME=VALUE…] -- ARGS: leaves `out`, `err` and `code`.
fleet() {
  code=0
  set -- "$@"
  vars=0
  for arg in "$@"; do
    [ "$arg" != -- ] || break
    vars=$((vars + 1))
  done
  n=0
  for arg in "$@"; do
    shift
    n=$((n + 1))
    if [ "$n" -eq $((vars + 1)) ]; then
      set -- "$@" "${launcher:-$tmp/app dir/fleet}"
    else
      set -- "$@" "$arg"
    fi
  done
  env -i PATH="$tmp/bin" HOME="$tmp/home" MVN_CALLS="$tmp/calls" FLEET_JVM_DIRS="$tmp/jvm" "$@" \
    >"$tmp/out" 2>"$tmp/err" || code=$?
  out=$(cat "$tmp/out")
  err=$(cat "$tmp/err")
}

# --- saying what holds ------------------------------------------------------------------------

it() {
  title=$1
  wrong=
  world
}

done_with_it() {
  count=$((count + 1))
  if [ -z "$wrong" ]; then
    printf 'ok %s - %s\n' "$count" "$title"
  else
    failures=$((failures + 1))
    printf 'not ok %s - %s: %s\n' "$count" "$title" "$wrong"
    printf '# exit %s\n' "$code"
    printf '%s\n%s\n' "$out" "$err" | sed 's/^/#   /'
  fi
}

says() { # says TEXT IN WHAT
  case $2 in
    *"$1"*) ;;
    *) wrong="$wrong; no \"$1\" in $3" ;;
  esac
}

says_not() {
  case $2 in
    *"$1"*) wrong="$wrong; \"$1\" in $3" ;;
  esac
}

exits() { [ "$code" -eq "$1" ] || wrong="$wrong; exit code $code, not $1"; }

is() { [ "$1" = "$2" ] || wrong="$wrong; $3 is \"$1\", not \"$2\""; }

calls() { grep -c . "$tmp/calls"; }

# --- the JDK ----------------------------------------------------------------------------------

it 'without any JDK it says in one sentence how to get one'
fleet -- status
exits 1
says 'No JDK 25 or newer found. Install one' "$err" stderr
says FLEET_JAVA_HOME "$err" stderr
is "$(printf '%s\n' "$err" | grep -c .)" 1 'the number of lines'
is "$(calls)" 0 'calls of Maven'
done_with_it

it 'a JDK 17 alone will not do'
jdk "$tmp/jvm/jdk-17" 17.0.15
fleet JAVA_HOME="$tmp/jvm/jdk-17" -- status
exits 1
says 'No JDK 25' "$err" stderr
done_with_it

it 'a JAVA_HOME with spaces serves'
jdk "$tmp/odd/my jdk" 25.0.3
fleet JAVA_HOME="$tmp/odd/my jdk" -- status
exits 0
says "java of $tmp/odd/my jdk" "$out" stdout
done_with_it

it 'an old JAVA_HOME is passed over for a JDK of the usual folders'
jdk "$tmp/odd/17" 17.0.15
jdk "$tmp/jvm/temurin-25" 25.0.3
fleet JAVA_HOME="$tmp/odd/17" -- status
says "java of $tmp/jvm/temurin-25" "$out" stdout
done_with_it

it 'FLEET_JAVA_HOME goes before JAVA_HOME'
jdk "$tmp/odd/a" 25
jdk "$tmp/odd/b" 26.0.1
fleet FLEET_JAVA_HOME="$tmp/odd/b" JAVA_HOME="$tmp/odd/a" -- status
says "java of $tmp/odd/b" "$out" stdout
done_with_it

it 'a FLEET_JAVA_HOME that is too old is refused, not passed over'
jdk "$tmp/odd/17" 17.0.15
jdk "$tmp/jvm/temurin-25" 25.0.3
fleet FLEET_JAVA_HOME="$tmp/odd/17" -- status
exits 1
says "FLEET_JAVA_HOME is $tmp/odd/17, which is no JDK 25" "$err" stderr
done_with_it

it 'a javac on the PATH leads to its JDK through its links'
jdk "$tmp/odd/25" 25.0.3
ln -s "$tmp/odd/25/bin/javac" "$tmp/odd/alternative"
ln -s ../odd/alternative "$tmp/bin/javac"
fleet -- status
says "java of $tmp/odd/25" "$out" stdout
done_with_it

it 'of several JDKs that will do the oldest is taken, and a preview last'
jdk "$tmp/jvm/a-27" 27-ea
jdk "$tmp/jvm/b-25" 25.0.3
jdk "$tmp/jvm/c-26" 26
fleet -- status
says "java of $tmp/jvm/b-25" "$out" stdout
done_with_it

it 'a JDK in the layout of macOS is found'
jdk "$tmp/jvm/temurin-25.jdk/Contents/Home" 25.0.3
fleet -- status
says "java of $tmp/jvm/temurin-25.jdk/Contents/Home" "$out" stdout
done_with_it

it 'a runtime without javac will not do'
jdk "$tmp/jvm/jre" 25.0.3
rm "$tmp/jvm/jre/bin/javac"
fleet -- status
exits 1
done_with_it

# --- building ---------------------------------------------------------------------------------

it 'the first command builds with the JDK 25, the second does not'
jdk "$tmp/jvm/25" 25.0.3
fleet -- status
says 'Building…' "$err" stderr
says 'Built in' "$err" stderr
says "$tmp/jvm/25 | -B" "$(cat "$tmp/calls")" 'the call of Maven'
fleet -- status
is "$(calls)" 1 'calls of Maven'
is "$err" '' stderr
done_with_it

it 'a newer source is built, and then without the network'
jdk "$tmp/jvm/25" 25.0.3
fleet -- status
touch -d '+2 seconds' "$tmp/app dir/fleet-verticles/src/main/A.java"
fleet -- status
is "$(calls)" 2 'calls of Maven'
says ' -o ' "$(tail -n 1 "$tmp/calls")" 'the second call of Maven'
says_not ' -o ' "$(head -n 1 "$tmp/calls")" 'the first call of Maven'
done_with_it

it 'what cannot be built offline is built once with the network'
jdk "$tmp/jvm/25" 25.0.3
fleet -- build
fleet MVN_SAYS=offline -- build
exits 0
is "$(calls)" 3 'calls of Maven'
says_not ' -o ' "$(tail -n 1 "$tmp/calls")" 'the last call of Maven'
done_with_it

it 'a build that fails shows its errors, keeps its log and is not tried with the network'
jdk "$tmp/jvm/25" 25.0.3
fleet -- build
fleet MVN_SAYS=broken -- build
exits 1
says 'Hello.java:[3,5] cannot find symbol' "$err" stderr
says 'target/build.log' "$err" stderr
says_not noise "$err" stderr
says noise "$(cat "$tmp/app dir/target/build.log")" build.log
is "$(calls)" 2 'calls of Maven'
done_with_it

it 'two commands at once build once'
jdk "$tmp/jvm/25" 25.0.3
env -i PATH="$tmp/bin" MVN_CALLS="$tmp/calls" MVN_SLOW=2 FLEET_JVM_DIRS="$tmp/jvm" "$tmp/app dir/fleet" status \
  >/dev/null 2>&1 &
other=$!
until [ -s "$tmp/calls" ]; do sleep 0.05; done
fleet -- status
says 'Waiting for another build' "$err" stderr
exits 0
is "$(calls)" 1 'calls of Maven'
wait "$other" || wrong="$wrong; the first build failed"
[ ! -L "$tmp/app dir/target/.building" ] || wrong="$wrong; the lock is still there"
done_with_it

it 'the lock of a build that was killed is taken over'
jdk "$tmp/jvm/25" 25.0.3
mkdir -p "$tmp/app dir/target"
sh -c 'exit 0' &
gone=$!
wait "$gone"
ln -s "$gone" "$tmp/app dir/target/.building"
fleet -- build
exits 0
done_with_it

it 'without mvn it says so in one sentence'
jdk "$tmp/jvm/25" 25.0.3
rm "$tmp/bin/mvn"
fleet -- status
exits 1
says 'there is no mvn on the PATH' "$err" stderr
done_with_it

it 'FLEET_BUILD=never runs what is there'
jdk "$tmp/jvm/25" 25.0.3
fleet FLEET_BUILD=never -- status
exits 0
is "$(calls)" 0 'calls of Maven'
done_with_it

it 'a distribution never builds'
jdk "$tmp/jvm/25" 25.0.3
rm "$tmp/app dir/pom.xml"
fleet -- status
exits 0
is "$(calls)" 0 'calls of Maven'
says "$tmp/app dir/lib/*" "$out" stdout
fleet -- test
exits 1
says 'needs the source tree' "$err" stderr
done_with_it

# --- running ----------------------------------------------------------------------------------

it 'arguments arrive as they were given'
jdk "$tmp/jvm/25" 25.0.3
fleet -- apply 'my fleet.yaml' --reason 'a  b * "c"'
says 'io.fleet.cli.Main
apply
my fleet.yaml
--reason
a  b * "c"' "$out" stdout
done_with_it

it 'the class path holds core, libraries and examples, and no jar of sources'
jdk "$tmp/jvm/25" 25.0.3
fleet -- status
says "$tmp/app dir/fleet-verticles/target/fleet-verticles-0.1.0.jar:$tmp/app dir/fleet-verticles/target/lib/*:$tmp/app dir/examples/site/target/site-0.1.0.jar:$tmp/app dir/examples/site/target/lib/*
" "$out" stdout
says_not sources "$out" stdout
done_with_it

it 'a short command gets the flags of a quick JVM'
jdk "$tmp/jvm/25" 25.0.3
fleet -- status
says -XX:TieredStopAtLevel=1 "$out" stdout
says -XX:+UseSerialGC "$out" stdout
says_not UseZGC "$out" stdout
done_with_it

it 'a master gets ZGC, what Hazelcast needs, and its name'
jdk "$tmp/jvm/25" 25.0.3
fleet -- master --name m-7
says -XX:+UseZGC "$out" stdout
says 'java.base/jdk.internal.ref=ALL-UNNAMED' "$out" stdout
says -Dfleet.role=master "$out" stdout
says -Dfleet.name=m-7 "$out" stdout
done_with_it

it 'a worker starts as a small shell that shows its name'
jdk "$tmp/jvm/25" 25.0.3
fleet FLEET_NAME=w-9 -- worker --capacity 5
says 'fleet-shell w-9' "$out" stdout
says -Xmx64m "$out" stdout
says_not UseZGC "$out" stdout
done_with_it

it 'FLEET_JAVA_OPTS come after the flags of the command, so they win'
jdk "$tmp/jvm/25" 25.0.3
fleet FLEET_JAVA_OPTS='-Xmx99m -Da=b' -- dev
says '-Xmx99m
-Da=b
-cp' "$out" stdout
done_with_it

it 'it works through a link from another folder'
jdk "$tmp/jvm/25" 25.0.3
mkdir -p "$tmp/odd"
ln -s '../app dir/fleet' "$tmp/odd/fleet"
launcher="$tmp/odd/fleet"
fleet -- status
unset launcher
exits 0
says "-Dfleet.home=$tmp/app dir" "$out" stdout
done_with_it

it 'an unknown benchmark is refused with the list of those that exist'
jdk "$tmp/jvm/25" 25.0.3
fleet -- bench nothing
exits 1
says 'no benchmark called "nothing". Available:' "$err" stderr
done_with_it

# --- setup and tests --------------------------------------------------------------------------

# What the tests of a source tree use, all there; and a launcher test of one line.
equipped() {
  jdk "$tmp/jvm/25" 25.0.3
  for tool in redis-server initdb chromium npm; do ln -s "$tmp/bin/mvn" "$tmp/bin/$tool"; done
  printf '#!/bin/sh\necho v20.19.0\n' >"$tmp/bin/node"
  chmod +x "$tmp/bin/node"
  mkdir -p "$tmp/app dir/.ci" "$tmp/app dir/core/target"
  echo 'echo "ok 1 - fine"' >"$tmp/app dir/.ci/launcher-test.sh"
  rm -rf "$tmp/reports"
  mkdir "$tmp/reports"
}

report() { # report NAME TIME PASSED FAILED SKIPPED
  {
    cases=$3
    printf '<?xml version="1.0"?>\n<testsuite xsi="x" name="a.%s" time="%s" tests="%s" errors="0" skipped="%s" failures="%s">\n' \
      "$1" "$2" $(($3 + $4 + $5)) "$5" "$4"
    while [ "$cases" -gt 0 ]; do
      printf '  <testcase name="holds%s" classname="a.%s" time="0"/>\n' "$cases" "$1"
      cases=$((cases - 1))
    done
    [ "$4" -eq 0 ] || printf '  <testcase name="breaks" classname="a.%s" time="0">\n    <failure message="[a &lt;b&gt; &amp; &quot;c&quot;]&#10;  took 9 s" type="E"/>\n  </testcase>\n' "$1"
    [ "$5" -eq 0 ] || printf '  <testcase name="rests" classname="a.%s" time="0">\n    <skipped/>\n  </testcase>\n' "$1"
    printf '</testsuite>\n'
  } >"$tmp/reports/TEST-a.$1.xml"
}

it 'fleet test sums the reports and passes'
equipped
report OneTest 1.2 3 0 0
report TwoTest 0.4 4 0 0
fleet MVN_SAYS=tests MVN_REPORTS="$tmp/reports" -- test
exits 0
is "$(printf '%s\n' "$out" | tail -n 1)" '8 passed, 0 failed, 0 skipped' 'the last line'
is "$(calls)" 1 'calls of Maven'
done_with_it

it 'a failed test fails it and is named, though Maven went on'
equipped
report OneTest 1.2 3 1 0
fleet MVN_SAYS=tests MVN_REPORTS="$tmp/reports" -- test
exits 1
says 'FAILED:  a.OneTest.breaks' "$out" stdout
says '    [a <b> & "c"] took 9 s' "$out" stdout
is "$(printf '%s\n' "$out" | tail -n 1)" '4 passed, 1 failed, 0 skipped' 'the last line'
done_with_it

it 'a failed test is seen although its suite claims to have none'
equipped
report OneTest 1.2 3 1 0
sed 's/ tests="4"/ tests="0"/; s/ failures="1"/ failures="0"/' "$tmp/reports/TEST-a.OneTest.xml" >"$tmp/zero.xml"
mv "$tmp/zero.xml" "$tmp/reports/TEST-a.OneTest.xml"
fleet MVN_SAYS=tests MVN_REPORTS="$tmp/reports" -- test
exits 1
says 'FAILED:  a.OneTest.breaks' "$out" stdout
is "$(printf '%s\n' "$out" | tail -n 1)" '4 passed, 1 failed, 0 skipped' 'the last line'
done_with_it

it 'a skipped test is named'
equipped
report OneTest 1.2 3 0 1
fleet MVN_SAYS=tests MVN_REPORTS="$tmp/reports" -- test
exits 0
says 'skipped: a.OneTest.rests' "$out" stdout
is "$(printf '%s\n' "$out" | tail -n 1)" '4 passed, 0 failed, 1 skipped' 'the last line'
done_with_it

it 'a suite that took more than twice its budget fails it'
equipped
report OneTest 481 3 0 0
fleet MVN_SAYS=tests MVN_REPORTS="$tmp/reports" -- test
exits 1
says 'unit took more than twice its budget' "$out" stdout
done_with_it

it 'a test JVM that crashed fails it'
equipped
fleet MVN_SAYS=crash -- test
exits 1
says 'forked VM terminated' "$out" stdout
done_with_it

it 'a build that fails fails it, and its errors are shown'
equipped
fleet MVN_SAYS=broken -- test
exits 1
says 'cannot find symbol' "$err" stderr
done_with_it

it 'with Maven arguments only the Java side is tested'
equipped
report OneTest 1 1 0 0
fleet MVN_SAYS=tests MVN_REPORTS="$tmp/reports" -- test --all -Dtest=OneTest
exits 0
says_not launcher "$out" stdout
says '-Dfleet.all=true' "$(cat "$tmp/calls")" 'the call of Maven'
says '-DskipITs' "$(cat "$tmp/calls")" 'the call of Maven'
says_not '--all' "$(cat "$tmp/calls")" 'the call of Maven'
done_with_it

it 'who may not install is told the packages'
equipped
rm "$tmp/bin/chromium" "$tmp/bin/redis-server" "$tmp/bin/id"
printf '#!/bin/sh\necho 1000\n' >"$tmp/bin/id"
chmod +x "$tmp/bin/id"
fleet -- test
exits 1
says 'redis-server chromium (Debian names)' "$err" stderr
is "$(calls)" 0 'calls of Maven'
done_with_it

it 'root on Debian gets what is missing, and no service is started meanwhile'
equipped
rm "$tmp/bin/chromium" "$tmp/bin/redis-server" "$tmp/bin/id"
printf '#!/bin/sh\necho 0\n' >"$tmp/bin/id"
# shellcheck disable=SC2016 # expanded by the script that is written
printf '#!/bin/sh\necho "$* $(tail -n 1 "%s")" >>"%s"\n' "$tmp/policy" "$tmp/calls" >"$tmp/bin/apt-get"
chmod +x "$tmp/bin/id" "$tmp/bin/apt-get"
fleet FLEET_POLICY_FILE="$tmp/policy" -- setup
exits 0
says '-q install -y --no-install-recommends redis-server chromium exit 101' "$(cat "$tmp/calls")" 'the call of apt-get'
[ ! -e "$tmp/policy" ] || wrong="$wrong; the policy is still there"
done_with_it

it 'PostgreSQL is found off the path, and missed where it is not'
equipped
rm "$tmp/bin/initdb" "$tmp/bin/id"
printf '#!/bin/sh\necho 1000\n' >"$tmp/bin/id"
chmod +x "$tmp/bin/id"
rm -rf "$tmp/postgres"
fleet FLEET_POSTGRES_DIR="$tmp/postgres" -- setup
exits 1
says 'lacks: postgresql (Debian names)' "$err" stderr
mkdir -p "$tmp/postgres/15/bin"
cp "$tmp/bin/id" "$tmp/postgres/15/bin/initdb"
fleet FLEET_POSTGRES_DIR="$tmp/postgres" -- setup
exits 0
done_with_it

it 'an old Node.js is refused by name'
equipped
printf '#!/bin/sh\necho v18.20.4\n' >"$tmp/bin/node"
fleet -- setup
exits 1
says 'needs Node.js 20.19 or newer and this is v18.20.4' "$err" stderr
done_with_it

printf '1..%s\n' "$count"
[ "$failures" -eq 0 ]
