# Berth's watch over one container: keeps its process, its exit status and its group in hand.
# Arguments: the container's directory, the file that tells of exits, the program, its arguments.
# Only builtins are used, so that it works whatever PATH the workload has.

# A signal to the whole group is for the workload. With a handler (unlike with an ignored signal)
# the workload starts with the default action again.
trap : HUP INT QUIT USR1 USR2 PIPE ALRM TERM
_berth_directory=$1
_berth_exits=$2
shift 2

# Who creates the pid file first, wins: a driver that finds a start without one creates it itself,
# and this container never runs.
read -r _berth_boot < /proc/sys/kernel/random/boot_id || exit 1
read -r _berth_stat < /proc/$$/stat || exit 1
set -C
printf '%s\n%s\n' "$_berth_boot" "$_berth_stat" > "$_berth_directory/pid" || exit 1
set +C

# Until here errors went to the driver, which reads to the end of that pipe.
exec 3>> "$_berth_directory/stdout.log" 4>> "$_berth_directory/stderr.log"
exec > /dev/null 2>&1
unset PWD OLDPWD SHLVL

(exec "$@" >&3 2>&4 3>&- 4>&-)
printf '%s\n' "$?" > "$_berth_directory/exit"
printf '\n' >> "$_berth_exits"

# What the workload left behind in its group ends with it, also while no driver runs.
kill -KILL 0
