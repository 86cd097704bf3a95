#compdef noticed
# Completion of noticed for zsh. Installed as share/zsh/vendor-completions/_noticed.

# made from the program: begin
_noticed_commands() {
  local -a commands=(
    'init:Ask four questions, write a small configuration, and try it'
    'run:Watch: the daemon, in the foreground'
    'check:Check the configuration and every file it names, offline'
    'status:What is watched, and how it goes: one line a resource'
    'poll:Ask the running daemon to poll now, and say what came of it (69 if a poll failed)'
    'history:Changes, newest first'
    'show:The settings of one resource, now or at a time'
    'diff:What differs between two times, or between two resources (exit status 1 if anything)'
    'coverage:Who is told of which event: now, at a time, or over a time'
    'gaps:When something was not observed, and why: newest first'
    'deliveries:What was told to whom, and what waits: newest first'
    'explain:The whole story of one event: changes, window, every try and reply, next try'
    'replay:Send again what was told or given up, under the same ids'
    'report:One page about a time: what nobody hears of, what changed, who is told, what was not seen'
    'test-sink:Send one marked message the way real ones go (exit status 1 unless it is taken)'
    'verify:Whether the history is what it was when it was told (exit status 1 if not)'
    'prune:Remove now what is older than storage.keep, beside the daemon'
    'backup:Copy the history into a file, beside the daemon'
    'fingerprint:How a known value looks once it is masked'
    'forget:Erase a phone number or an e-mail address from the whole history'
  )
  _describe command commands
}

_noticed_command() {
  case $words[1] in
    init)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files'
      ;;
    run)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--once)--once[every resource one time, one attempt a delivery, then exit (69 if anything failed)]' \
        '(--accept-new-key)--accept-new-key[go on with another fingerprint key: known secrets are read anew, silently]'
      ;;
    check)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--online)--online[also sign in, and ask each service once (exit status 1 if one fails)]' \
        '(--json)--json[one JSON document]'
      ;;
    status)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object a line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '::RESOURCE:_noticed_resources'
      ;;
    poll)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[the daemon'\''s database (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON object a line, for each resource as it comes]' \
        '::RESOURCE:_noticed_resources'
      ;;
    history)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object a line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--since)--since=[only changes observed at or after TIME]:TIME:' \
        '(--until)--until=[only changes observed before TIME]:TIME:' \
        '(--service)--service=[build, pipeline, check or repo]:SERVICE:(build pipeline check repo)' \
        '(--channel)--channel=[email, wecom, dingtalk, feishu, webhook, system, wechat]:CHANNEL:(wechat system email wecom dingtalk feishu webhook)' \
        '(--effect)--effect=[muted, unmuted, redirected, recipients_removed, …]:EFFECT:(muted unmuted redirected recipients_added recipients_removed inherited overridden adjusted unrecognized)' \
        '(--severity)--severity=[this one or worse: info, warning, critical]:SEVERITY:(info warning critical)' \
        '(--label)--label=[KEY=VALUE]:KEY=VALUE:' \
        '(--limit)--limit=[at most so many (default 100)]:N:' \
        '(--after)--after=[go on after this row: what stands below the list, or its "cursor"]:CURSOR:' \
        '::RESOURCE:_noticed_resources'
      ;;
    show)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        '(--at)--at=[as they were at TIME]:TIME:' \
        ':RESOURCE:_noticed_resources'
      ;;
    diff)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object a line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--from)--from=[earlier TIME]:TIME:' \
        '(--to)--to=[later TIME (default: now)]:TIME:' \
        ':RESOURCE:_noticed_resources' \
        '::RESOURCE:_noticed_resources'
      ;;
    coverage)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object a line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--uncovered)--uncovered[only failures that nobody hears of; those not known come last]' \
        '(--at)--at=[as it was at TIME]:TIME:' \
        '(--since)--since=[as intervals with durations, from TIME]:TIME:' \
        '(--until)--until=[to TIME (default: now)]:TIME:' \
        '::RESOURCE:_noticed_resources'
      ;;
    gaps)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object a line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--open)--open[only those that still are]' \
        '(--since)--since=[only those that reach beyond TIME]:TIME:' \
        '(--until)--until=[only those that began before TIME]:TIME:' \
        '(--limit)--limit=[at most so many (default 100)]:N:' \
        '(--after)--after=[go on after this row: what stands below the list, or its "cursor"]:CURSOR:' \
        '::RESOURCE:_noticed_resources'
      ;;
    deliveries)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object a line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--dead --pending)--dead[only those that were given up]' \
        '(--pending --dead)--pending[only those that wait]' \
        '(--sink)--sink=[only those to this one]:SINK:' \
        '(--since)--since=[only of events at or after TIME]:TIME:' \
        '(--limit)--limit=[at most so many (default 100)]:N:' \
        '(--after)--after=[go on after this row: what stands below the list, or its "cursor"]:CURSOR:'
      ;;
    explain)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        ':EVENT:'
      ;;
    replay)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        '(--sink)--sink=[to this one]:SINK:' \
        '(--since)--since=[events at or after TIME]:TIME:' \
        '(--until)--until=[events before TIME]:TIME:' \
        '(--dead)--dead[only those that were given up]' \
        '(--dry-run)--dry-run[only count them]'
      ;;
    report)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--html)--html=[write it to FILE, as HTML that needs nothing else; - for standard output]:FILE:_files' \
        '(--since)--since=[from TIME (default: seven days before the end)]:TIME:' \
        '(--until)--until=[to TIME (default: now)]:TIME:' \
        '(--match)--match=[only resources whose name or service/id matches: "payments-*"]:GLOB:'
      ;;
    test-sink)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        ':NAME:'
      ;;
    verify)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        '(--anchor)--anchor=[SEQ:HEAD from an old report: what that event'\''s chain value was then]:SEQ\:HEAD:'
      ;;
    prune)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        '(--dry-run)--dry-run[only count what would go]'
      ;;
    backup)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        ':FILE:_files'
      ;;
    fingerprint)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        ':VALUE:'
      ;;
    forget)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        '(--dry-run)--dry-run[only count where it stands]' \
        '(--yes)--yes[do not ask]' \
        ':VALUE:'
      ;;
  esac
}
# made from the program: end

# Asks the database, no daemon; silent if it cannot. Names that JSON has to write with a backslash are left out.
_noticed_resources() {
  local -a from names expl
  local config=${opt_args[-c]:-$opt_args[--config]}
  [[ -z $config ]] || from+=(--config ${${(Q)config}/#\~\//$HOME/})
  [[ -z $opt_args[--db] ]] || from+=(--db ${${(Q)opt_args[--db]}/#\~\//$HOME/})
  names=(${(f)"$(timeout 2 $noticed_program status --json $from 2>/dev/null </dev/null | sed -n \
    -e 's|^{"service":"\([a-z]*\)","external_id":"\([^"\\]*\)","name":"\([^"\\]\+\)".*|\1/\2\n\3|p' -e t \
    -e 's|^{"service":"\([a-z]*\)","external_id":"\([^"\\]*\)".*|\1/\2|p')"})
  _wanted resources expl resource compadd -a names
}

_noticed() {
  local curcontext=$curcontext state noticed_program=${${(Q)words[1]}/#\~\//$HOME/}
  local -a line
  local -A opt_args
  _arguments -C \
    '(- *)'{-h,--help}'[print this help message and exit]' \
    '(- *)--version[print the version and exit]' \
    '1:command:_noticed_commands' \
    '*::argument:->rest' && return
  [[ $state == rest ]] || return 1
  curcontext=${curcontext%:*}-$words[1]:
  _noticed_command
}

_noticed "$@"
