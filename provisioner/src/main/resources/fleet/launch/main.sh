
command=$1
shift
case $command in
  run | child | watch | launch | stop | list | logs | clean | sync | clone | find) "$command" "$@" ;;
  log) place "$1" && cd "$dir" && log ;;
  *) exit 2 ;;
esac
