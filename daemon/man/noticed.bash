# Completion of noticed for bash. Needs only bash, sed and coreutils.
# Installed as share/bash-completion/completions/noticed.

# made from the program: begin
_noticed_commands() { echo 'init run check status poll history show diff coverage gaps deliveries explain replay report test-sink verify prune backup fingerprint forget'; }

_noticed_options() {
  case $1 in
    init) echo '-h --help -c --config' ;;
    run) echo '-h --help -c --config --once --accept-new-key' ;;
    check) echo '-h --help -c --config --online --json' ;;
    status) echo '-h --help -c --config --db --json --csv' ;;
    poll) echo '-h --help -c --config --db --json' ;;
    history) echo '-h --help -c --config --db --json --csv --since --until --service --channel --effect --severity --label --limit --after' ;;
    show) echo '-h --help -c --config --db --json --at' ;;
    diff) echo '-h --help -c --config --db --json --csv --from --to' ;;
    coverage) echo '-h --help -c --config --db --json --csv --uncovered --at --since --until' ;;
    gaps) echo '-h --help -c --config --db --json --csv --open --since --until --limit --after' ;;
    deliveries) echo '-h --help -c --config --db --json --csv --dead --pending --sink --since --limit --after' ;;
    explain) echo '-h --help -c --config --db --json' ;;
    replay) echo '-h --help -c --config --db --json --sink --since --until --dead --dry-run' ;;
    report) echo '-h --help -c --config --db --html --since --until --match' ;;
    test-sink) echo '-h --help -c --config --json' ;;
    verify) echo '-h --help -c --config --db --json --anchor' ;;
    prune) echo '-h --help -c --config --db --json --dry-run' ;;
    backup) echo '-h --help -c --config --db --json' ;;
    fingerprint) echo '-h --help -c --config --db --json' ;;
    forget) echo '-h --help -c --config --db --json --dry-run --yes' ;;
    '') echo '-h --help --version' ;;
  esac
}

_noticed_arguments() {
  case $1 in
    status) echo 'RESOURCE' ;;
    poll) echo 'RESOURCE' ;;
    history) echo 'RESOURCE' ;;
    show) echo 'RESOURCE' ;;
    diff) echo 'RESOURCE RESOURCE' ;;
    coverage) echo 'RESOURCE' ;;
    gaps) echo 'RESOURCE' ;;
    explain) echo 'EVENT' ;;
    test-sink) echo 'NAME' ;;
    backup) echo 'FILE' ;;
    fingerprint) echo 'VALUE' ;;
    forget) echo 'VALUE' ;;
  esac
}

_noticed_takes() {
  case $1 in
    --after) echo 'CURSOR' ;;
    --anchor) echo 'SEQ:HEAD' ;;
    --at) echo 'TIME' ;;
    --channel) echo 'CHANNEL' ;;
    --config) echo 'FILE' ;;
    --db) echo 'FILE' ;;
    --effect) echo 'EFFECT' ;;
    --from) echo 'TIME' ;;
    --html) echo 'FILE' ;;
    --label) echo 'KEY=VALUE' ;;
    --limit) echo 'N' ;;
    --match) echo 'GLOB' ;;
    --service) echo 'SERVICE' ;;
    --severity) echo 'SEVERITY' ;;
    --since) echo 'TIME' ;;
    --sink) echo 'SINK' ;;
    --to) echo 'TIME' ;;
    --until) echo 'TIME' ;;
    -c) echo 'FILE' ;;
  esac
}

_noticed_words() {
  case $1 in
    CHANNEL) echo 'wechat system email wecom dingtalk feishu webhook' ;;
    EFFECT) echo 'muted unmuted redirected recipients_added recipients_removed inherited overridden adjusted unrecognized' ;;
    SERVICE) echo 'build pipeline check repo' ;;
    SEVERITY) echo 'info warning critical' ;;
  esac
}
# made from the program: end

# _noticed_resources OPTION…: prints each service/id and each name on a line. Reads the database, not the daemon; prints nothing
# on errors. Names that contain a backslash in JSON are omitted.
_noticed_resources() {
  local program=${COMP_WORDS[0]/#'~/'/"$HOME/"}
  timeout 2 "$program" status --json "$@" 2>/dev/null </dev/null | sed -n \
    -e 's|^{"service":"\([a-z]*\)","external_id":"\([^"\\]*\)","name":"\([^"\\]\+\)".*|\1/\2\n\3|p' -e t \
    -e 's|^{"service":"\([a-z]*\)","external_id":"\([^"\\]*\)".*|\1/\2|p'
}

# _noticed_offer LEAD CANDIDATE…: offers the candidates that begin with the typed text. readline replaces only the text after the
# last ":" or "=", hence the stem. Inside an open quote readline does the quoting.
_noticed_offer() {
  local lead=$1 candidate typed=$cur
  shift
  for candidate in "$@"; do
    case $typed in
      [\'\"]*) [[ $candidate == "${typed:1}"* ]] || continue ;;
      *)
        printf -v candidate '%s%q' "$lead" "$candidate"
        [[ $candidate == "$typed"* ]] || continue
        candidate=${candidate#"$stem"}
        ;;
    esac
    COMPREPLY+=("$candidate")
  done
}

# _noticed_value LEAD TYPE: offers values of an option or argument of this type.
_noticed_value() {
  local -a names
  case $2 in
    FILE) compopt -o default ;;  # completion by readline, which expands ~
    RESOURCE)
      mapfile -t names < <(_noticed_resources "${from[@]}")
      _noticed_offer "$1" "${names[@]}"
      ;;
    *)
      # shellcheck disable=SC2046  # words without spaces
      _noticed_offer "$1" $(_noticed_words "$2")
      ;;
  esac
}

_noticed() {
  COMPREPLY=()
  local i word join='' cur stem command='' pending='' arguments=0
  local -a words=() used=() from=() left=()
  # bash splits the line at every ":" and "=": join the words again.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word =~ ^[:=]+$ && ${#words[@]} -gt 0 ]]; then
      words[-1]+=$word
      join=yes
    elif [[ -n $join ]]; then
      words[-1]+=$word
      join=''
    else
      words+=("$word")
    fi
  done
  cur=${words[-1]-}
  word=${COMP_WORDS[COMP_CWORD]}
  [[ ! $word =~ ^[:=]+$ ]] || word=''
  stem=${cur%"$word"}
  unset 'words[-1]'

  for word in "${words[@]}"; do
    if [[ -n $pending ]]; then
      [[ $(_noticed_takes "$pending") != FILE || $pending == --html ]] || from+=("$pending" "${word/#'~/'/"$HOME/"}")
      pending=''
    elif [[ $word == --*=* ]]; then
      used+=("${word%%=*}")
      [[ $word != --config=* && $word != --db=* ]] || from+=("${word%%=*}" "${word#*=}")
    elif [[ $word == -?* ]]; then
      used+=("$word")
      [[ -z $(_noticed_takes "$word") ]] || pending=$word
    elif [[ -z $command ]]; then
      command=$word
    else
      arguments=$((arguments + 1))
    fi
  done

  if [[ -n $pending ]]; then
    _noticed_value '' "$(_noticed_takes "$pending")"
  elif [[ $cur == --*=* ]]; then
    _noticed_value "${cur%%=*}=" "$(_noticed_takes "${cur%%=*}")"
  elif [[ -z $command && $cur != -* ]]; then
    _noticed_offer '' $(_noticed_commands)
  else
    local -a wanted
    read -ra wanted <<<"$(_noticed_arguments "$command")"
    if [[ $cur != -* && -n ${wanted[arguments]-} ]]; then
      _noticed_value '' "${wanted[arguments]}"
      return
    fi
    for word in $(_noticed_options "$command"); do
      [[ " ${used[*]} " == *" $word "* ]] || left+=("$word")
    done
    _noticed_offer '' "${left[@]}"
  fi
}

complete -F _noticed noticed
