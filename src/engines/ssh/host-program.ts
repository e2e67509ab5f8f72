/** What is run on a host, as programs for a POSIX sh with the tools that every Linux has. */
import { shellWord } from '../../system/shell-word.js';
import { SAYS } from './login.js';

/** Which agent is meant: the place's, in a run. */
export interface AgentFolder {
  /** Names the run. */
  run: string;
  place: string;
}

/**
 * A program that does all or, where not all of it has come, nothing: it is a function, called by its last line.
 * @param values variables of it
 * @param args of it: $1 and so on
 */
function program(values: Record<string, string | number>, args: readonly string[], body: string): string {
  const set = Object.entries(values).map(([name, value]) => `${name}=${shellWord(String(value))}`);
  const given = ['set --', ...args.map(shellWord)].join(' ');
  return ['main() {', ...set, given, body, '}', `echo ${shellWord(SAYS)}`, 'main', ''].join('\n');
}

/** Of this user, on a disk that outlives the login; it may be shared by hosts. */
const CACHE = `cache=\${XDG_CACHE_HOME:-$HOME/.cache}/dinofleet`;

/** In a folder whose name is the agent's alone. A process is known by its number, its start and the boot of its kernel: numbers come again. */
const AGENT = `
${CACHE}
folder=$cache/agents/$run/$place
boot=$(cat /proc/sys/kernel/random/boot_id)

# The state of a process, and when it was started, in ticks since the boot; the name before them may hold anything.
stat_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f1,20; }
lives() {
  case "$(stat_of "$pid")" in
    Z*|X*) return 1 ;;
    *" $start") [ -n "$start" ] ;;
    *) return 1 ;;
  esac
}
# What the folder says of an agent, and whether it lives.
find_agent() {
  [ -f agent.pid ] && read -r pid start was_boot was < agent.pid && [ "$was_boot" = "$boot" ] && lives
}
# Whether the agent ends within so many fifths of a second.
ends_within() {
  left=$1
  while lives; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 1)); sleep 0.2
  done
}
end_agent() {
  kill -TERM "$pid" 2>/dev/null
  ends_within "$patience" || { kill -KILL "$pid" 2>/dev/null; ends_within "$patience"; }
}
# What it has printed, once; or what it has printed last.
say_log() { tail -c 8192 agent.log 2>/dev/null | sed 's/^/log /'; : > agent.log; }
say_last() { tail -n 1 agent.log 2>/dev/null | sed 's/^/last /'; }
`;

/** Of an agent that is started. */
export interface StartOrder extends AgentFolder {
  /** Of Node.js, Dinofleet and its arguments. */
  command: readonly string[];
  /** Names all that the agent is: one that lives and has another is another agent. */
  identity: string;
  /** Of its certificate, which comes on standard input. */
  bytes: number;
}

/** How long one that is told to end has, in fifths of a second. */
const PATIENCE = 25;

/**
 * Starts an agent that nobody's end ends, unless it is there already. Says, a line each: `starting`, before anything is done; `kept PID`
 * or `started PID`; of one that was started, as soon as it is known, `joined` or `ended CODE`, or after 20 s `silent`. Between these
 * `log`, with what an agent has printed that has ended, and `last`, with the last line of one that lives.
 */
export function startProgram({ run, place, command, identity, bytes }: StartOrder): string {
  return program(
    { run, place, identity, bytes, patience: PATIENCE },
    command,
    `${AGENT}
echo starting
umask 077
mkdir -p "$folder" && chmod 700 "$folder" && cd "$folder" || exit 1
cat > certificate.new
if [ "$(($(wc -c < certificate.new)))" -ne "$bytes" ]; then echo 'its certificate did not come whole' >&2; exit 1; fi
mv -f certificate.new certificate.pem || exit 1
if find_agent; then
  if [ "$was" = "$identity" ]; then echo "kept $pid"; say_last; return; fi
  end_agent || { echo "process $pid, an agent of an earlier launch, does not end" >&2; exit 1; }
fi
say_log
# Where other hosts see this folder, that is how they know which build is at work here.
printf '%s\\n' "$@" > command || exit 1
setsid "$@" --certificate "$folder/certificate.pem" < /dev/null > agent.log 2>&1 &
pid=$!
start=$(stat_of "$pid" | cut -d' ' -f2)
echo "$pid $start $boot $identity" > agent.pid || { kill "$pid"; exit 1; }
echo "started $pid"
left=100
while [ "$left" -gt 0 ]; do
  sleep 0.2; left=$((left - 1))
  if ! lives; then wait "$pid"; echo "ended $?"; say_log; return; fi
  if grep -q '^info joined ' agent.log; then echo joined; return; fi
done
echo silent; say_last`,
  );
}

/**
 * Ends an agent, if it has not ended by itself, and workers that it may have left, and removes its folder with the certificate. Says, a
 * line each: `log` with what it has printed, `killed PID` of what had to be, `stays PID` of what cannot be ended.
 */
export function endProgram({ run, place }: AgentFolder, jobId: string, patience = PATIENCE): string {
  return program(
    { run, place, workers: `--job=${jobId}`, patience },
    [],
    `${AGENT}
cd "$folder" 2>/dev/null || return 0
if find_agent && ! ends_within 5; then
  echo "killed $pid"; end_agent || echo "stays $pid"
fi
left_workers() { echo "$workers" | grep -laF -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3; }
left=$patience
while [ "$left" -gt 0 ] && [ -n "$(left_workers)" ]; do left=$((left - 1)); sleep 0.2; done
for pid in $(left_workers); do echo "killed $pid"; kill -KILL "$pid" 2>/dev/null; done
sleep 0.1
for pid in $(left_workers); do case "$(stat_of "$pid")" in Z*|X*|'') ;; *) echo "stays $pid" ;; esac; done
say_log
cd / && rm -rf "$folder" && rmdir "$cache/agents/$run" 2>/dev/null
return 0`,
  );
}

/** Of a look at a host. */
export interface LookOrder {
  /** Where Node.js is on the launching machine. */
  node: string;
  /** Exits with 0 where Node.js is new enough. */
  isNewEnough: string;
  /** A program for Node.js; its arguments are folders. */
  probe: string;
  /** Where Dinofleet may be. */
  roots: readonly string[];
  /** Names where this build is that was shipped. */
  build: string;
}

/** Where it is here, in PATH, or in that of a login shell, whose start may take long. */
const FIND_NODE = `
found=
for place in "$node" PATH login; do
  case "$place" in
    PATH) candidate=$(command -v node) ;;
    login) candidate=$("\${SHELL:-sh}" -lc 'command -v node' < /dev/null 2>/dev/null | tail -n 1) ;;
    *) candidate=$place ;;
  esac
  [ -x "$candidate" ] || continue
  echo "node $("$candidate" --version 2>/dev/null) $candidate"
  if "$candidate" -e "$isNewEnough" < /dev/null; then found=$candidate; break; fi
done
[ -n "$found" ] || return 0`;

/** Says `node VERSION PATH` of every Node.js up to one that is new enough, and then what the probe prints of each folder. */
export function lookProgram({ node, isNewEnough, probe, roots, build }: LookOrder): string {
  return program(
    { node, isNewEnough, probe, build },
    roots,
    `${CACHE}
# It is wanted now: see the builds that are removed.
[ ! -d "$cache/builds/$build" ] || touch "$cache/builds/$build"
${FIND_NODE}
"$found" --input-type=module -e "$probe" -- "$@" "$cache/builds/$build" < /dev/null`,
  );
}

/** Of builds that were shipped to a host and that nobody there runs, those that were wanted last stay. */
const BUILDS_KEPT = 3;

/**
 * The package comes on standard input, and lies there whole or not at all; then as {@link lookProgram}, of this one alone. Builds that
 * nobody uses make room for it: `removed BUILD` says of which.
 */
export function shipProgram({ node, isNewEnough, probe, build }: Omit<LookOrder, 'roots'>): string {
  return program(
    { node, isNewEnough, probe, build, kept: BUILDS_KEPT },
    [],
    `${CACHE}
umask 077
mkdir -p "$cache/builds" && cd "$cache/builds" || exit 1
new=.new-$build-$(uname -n)-$$
mkdir "$new" || exit 1
if ! tar -xzof - -C "$new"; then rm -rf "$new"; exit 1; fi
# Where another has been quicker, this one would come to lie in its folder.
if [ -e "$build" ]; then rm -rf "$new"; else mv "$new" "$build" || exit 1; fi
[ ! -e "$build/$new" ] || rm -rf "\${build:?}/$new"
touch "$build"
# By a process of this host, or an agent of any that shares this folder.
in_use() {
  echo "$cache/builds/$1/" | grep -qsaF -f - /proc/[0-9]*/cmdline "$cache"/agents/*/*/command
}
ls -1t | tail -n "+$((kept + 1))" | while read -r old; do
  if in_use "$old"; then continue; fi
  mv "$old" ".old-$old-$(uname -n)-$$" && echo "removed $old"
done
rm -rf .old-*
# What a login has left behind that broke.
find . -maxdepth 1 -name '.new-*' -mmin +1440 -exec rm -rf {} +
${FIND_NODE}
"$found" --input-type=module -e "$probe" -- "$cache/builds/$build" < /dev/null`,
  );
}
