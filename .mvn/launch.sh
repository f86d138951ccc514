# Shared by examples/run and benchmarks/run, which set: root (the project's), module (examples or
# benchmarks) and entries, an array of "NAME  MAIN-CLASS  WHAT-IT-SHOWS".

needed=21 # the Java release that Berth runs on, and newer ones
target="$root/$module/target"
stamp="$target/built"

list_entries() {
  local name main shows entry
  for entry in "${entries[@]}"; do
    read -r name main shows <<<"$entry"
    printf '  %-14s %s\n' "$name" "$shows"
  done
}

main_class_of() {
  local name main shows entry
  for entry in "${entries[@]}"; do
    read -r name main shows <<<"$entry"
    if [[ "$name" == "$1" ]]; then
      echo "$main"
      return
    fi
  done
  return 1
}

# The feature release of the Java in directory $1 (21, 25), or 0.
release_of() {
  local version=""
  [[ -x "$1/bin/java" ]] || { echo 0; return; }
  if [[ -r "$1/release" ]]; then
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")"
  fi
  if [[ -z "$version" ]]; then
    version="$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)"
  fi
  echo "${version:-0}"
}

# JAVA_HOME if it is new enough, else the java on the PATH if it is, else the newest one installed.
find_java() {
  local home release best="" best_release=0
  if [[ -n "${JAVA_HOME:-}" ]] && (($(release_of "$JAVA_HOME") >= needed)); then
    echo "$JAVA_HOME"
    return
  fi
  if command -v java >/dev/null; then
    home="$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")"
    if (($(release_of "$home") >= needed)); then
      echo "$home"
      return
    fi
  fi
  for home in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    release="$(release_of "$home")"
    if ((release > best_release)); then
      best="$home"
      best_release="$release"
    fi
  done
  if ((best_release < needed)); then
    echo "$module/run: no Java $needed or newer found: set JAVA_HOME to one" \
      "(JAVA_HOME is '${JAVA_HOME:-}', newest in the usual places is ${best_release})" >&2
    return 1
  fi
  echo "$best"
}

# Succeeds if nothing was changed, added or removed since the build that left the stamp.
up_to_date() {
  [[ -f "$stamp" && -s "$target/classpath" ]] || return 1
  local directory jar jars sources=()
  IFS=: read -ra jars <"$target/classpath"
  for jar in "${jars[@]}"; do
    [[ -f "$jar" ]] || return 1
  done
  for directory in "$root"/*/; do
    [[ -f "$directory/pom.xml" ]] && sources+=("$directory/pom.xml")
    [[ -d "$directory/src/main" ]] && sources+=("$directory/src/main")
  done
  [[ -z "$(find "$root/pom.xml" "${sources[@]}" -newer "$stamp" -print -quit)" ]]
}

build() {
  local started
  if ! command -v mvn >/dev/null; then
    echo "$module/run: Maven is needed to build the $module: put mvn on the PATH" >&2
    return 1
  fi
  echo "building (only after a change) ..." >&2
  started="$(mktemp)"
  # Not -q: it would hide the warnings that failed the compiler.
  mvn -B -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -f "$root/pom.xml" -pl "$module" -am package \
    -Dmaven.test.skip=true -Djacoco.skip=true -Denforcer.skip=true >&2 </dev/null
  mv "$started" "$stamp"
}

# Sets java and class_path; builds after a change.
prepare() {
  java="$(find_java)/bin/java"
  up_to_date || build
  class_path="$(find "$target" -maxdepth 1 -name "berth-$module-*.jar" -print -quit):$(<"$target/classpath")"
}
