# complete.bash SCRIPT WORD…: what the completion in SCRIPT offers for the last of the words, a candidate a line. The words
# are cut the way readline cuts them: also at ":" and "=".
source "$1"
shift
compopt() { printf 'compopt %s\n' "$*"; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_noticed
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
