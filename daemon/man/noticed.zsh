#compdef noticed
# Completion of noticed for zsh. Installed as share/zsh/vendor-completions/_noticed.

# made from the program: begin
_noticed_commands() {
  local -a commands=(
    'init:Ask four questions, write a minimal configuration, and test it'
    'run:Run the daemon in the foreground'
    'check:Check the configuration and every file it names, offline'
    'status:Show the state of each watched resource, one per line'
    'poll:Ask the running daemon to poll now, and print the results (status 69 if a poll failed)'
    'history:List changes, newest first'
    'show:Show the settings of one resource, now or at a time'
    'diff:Compare two times, or two resources (exit status 1 if they differ)'
    'coverage:Show which events notify somebody: now, at a time, or over a period'
    'gaps:List when something was not observed, and why, newest first'
    'deliveries:List the deliveries to sinks, newest first'
    'explain:Show all about one event: changes, time window, delivery attempts and replies, next retry'
    'replay:Send delivered and dead messages again, with the same ids'
    'report:Write an HTML report on a period: uncovered failure events, changes, coverage, gaps'
    'test-sink:Send a marked test message over the real path (exit status 1 unless the sink accepts it)'
    'verify:Check that the history has not been altered (exit status 1 if it has)'
    'prune:Remove data older than storage.keep now, also while the daemon runs'
    'backup:Copy the history to a file, also while the daemon runs'
    'fingerprint:Show the masked form of a known value'
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
        '(--once)--once[poll each resource once, attempt each delivery once, then exit (status 69 if anything failed)]' \
        '(--accept-new-key)--accept-new-key[continue with a different fingerprint key; known secrets get new fingerprints without an alert]'
      ;;
    check)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--online)--online[also sign in and send one request to each service (exit status 1 if one fails)]' \
        '(--json)--json[one JSON document]'
      ;;
    status)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object per line]' \
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
        '(--json)--json[one JSON object per line, for each resource as its result arrives]' \
        '::RESOURCE:_noticed_resources'
      ;;
    history)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object per line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--since)--since=[only changes observed at or after TIME]:TIME:' \
        '(--until)--until=[only changes observed before TIME]:TIME:' \
        '(--service)--service=[build, pipeline, check or repo]:SERVICE:(build pipeline check repo)' \
        '(--channel)--channel=[email, wecom, dingtalk, feishu, webhook, system, wechat]:CHANNEL:(wechat system email wecom dingtalk feishu webhook)' \
        '(--effect)--effect=[muted, unmuted, redirected, recipients_removed, …]:EFFECT:(muted unmuted redirected recipients_added recipients_removed inherited overridden adjusted unrecognized)' \
        '(--severity)--severity=[minimum severity: info, warning, critical]:SEVERITY:(info warning critical)' \
        '(--label)--label=[KEY=VALUE]:KEY=VALUE:' \
        '(--limit)--limit=[maximum number of rows (default 100)]:N:' \
        '(--after)--after=[continue from this cursor (printed below the list, or a row'\''s "cursor")]:CURSOR:' \
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
        '(--at)--at=[the settings as they were at TIME]:TIME:' \
        ':RESOURCE:_noticed_resources'
      ;;
    diff)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object per line]' \
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
        '(--json --csv)--json[one JSON object per line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--uncovered)--uncovered[only failure events of which nobody is notified; unknown ones come last]' \
        '(--at)--at=[the coverage as it was at TIME]:TIME:' \
        '(--since)--since=[intervals with durations, from TIME on]:TIME:' \
        '(--until)--until=[end of the period (default: now)]:TIME:' \
        '::RESOURCE:_noticed_resources'
      ;;
    gaps)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object per line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--open)--open[only gaps that are still open]' \
        '(--since)--since=[only gaps that end after TIME or are still open]:TIME:' \
        '(--until)--until=[only gaps that began before TIME]:TIME:' \
        '(--limit)--limit=[maximum number of rows (default 100)]:N:' \
        '(--after)--after=[continue from this cursor (printed below the list, or a row'\''s "cursor")]:CURSOR:' \
        '::RESOURCE:_noticed_resources'
      ;;
    deliveries)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json --csv)--json[one JSON object per line]' \
        '(--csv --json)--csv[comma-separated values]' \
        '(--dead --pending)--dead[only dead deliveries, which were given up]' \
        '(--pending --dead)--pending[only pending deliveries]' \
        '(--sink)--sink=[only deliveries to this sink]:SINK:' \
        '(--since)--since=[only deliveries of events at or after TIME]:TIME:' \
        '(--limit)--limit=[maximum number of rows (default 100)]:N:' \
        '(--after)--after=[continue from this cursor (printed below the list, or a row'\''s "cursor")]:CURSOR:'
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
        '(--sink)--sink=[the sink to send to]:SINK:' \
        '(--since)--since=[only events at or after TIME]:TIME:' \
        '(--until)--until=[only events before TIME]:TIME:' \
        '(--dead)--dead[only dead deliveries, which were given up]' \
        '(--dry-run)--dry-run[only count the messages]'
      ;;
    report)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--html)--html=[the file to write, one self-contained page; - for standard output]:FILE:_files' \
        '(--since)--since=[start of the period (default: seven days before its end)]:TIME:' \
        '(--until)--until=[end of the period (default: now)]:TIME:' \
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
        '(--anchor)--anchor=[SEQ:HEAD from an old report: an event'\''s number and its chain value at that time]:SEQ\:HEAD:'
      ;;
    prune)
      _arguments \
        '(-h --help)-h[Print this help message and exit]' \
        '(-h --help)--help[Print this help message and exit]' \
        '(-c --config)-c[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(-c --config)--config=[configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)]:FILE:_files' \
        '(--db)--db=[database to read (default: storage.path of the configuration)]:FILE:_files' \
        '(--json)--json[one JSON document]' \
        '(--dry-run)--dry-run[only count what would be removed]'
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
        '(--dry-run)--dry-run[only count the records that contain it]' \
        '(--yes)--yes[do not ask for confirmation]' \
        ':VALUE:'
      ;;
  esac
}
# made from the program: end

# Reads the database, not the daemon; prints nothing on errors. Names that contain a backslash in JSON are omitted.
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
