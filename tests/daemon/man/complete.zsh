# complete.zsh SCRIPT PROGRAM LINE OUTPUT: writes what zsh offers at the end of LINE into OUTPUT, a candidate a line. In a
# terminal of its own, for zsh completes nowhere else.
zmodload zsh/zpty
export noticed_script=$1 noticed_folder=${2:h} noticed_output=$4
: >$noticed_output
zpty shell zsh -f -i
zpty -w shell '
  PROMPT= PS2=
  path=($noticed_folder $path)
  autoload -Uz compinit && compinit -D -u
  mkdir -p $noticed_output.d && cp $noticed_script $noticed_output.d/_noticed
  fpath=($noticed_output.d $fpath)
  autoload -Uz _noticed && compdef _noticed noticed
  compadd() {
    local -a hits
    [[ " ${(j: :)@[1,(i)(-|--)]}" == *\ -[a-zA-Z]#[OAD]* ]] && { builtin compadd "$@"; return }
    builtin compadd -A hits "$@"
    (( $#hits == 0 )) || print -rl -- $hits >>$noticed_output
    builtin compadd "$@"
  }
  capture() { _main_complete; exit }
  zle -C capture complete-word capture
  bindkey "^I" capture
  print read""y'
zpty -r shell said '*ready*'
zpty -w -n shell "$3"$'\t'
while zpty -r shell said; do :; done
