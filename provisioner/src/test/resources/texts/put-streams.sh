# While the content still comes, only we can read it.
cd "$root" || exit
printf old >open
chmod 0666 open
mkfifo wait
put "$root/open" 0644 <wait &
exec 3>wait
printf 'secret' >&3
tries=100
until grep -q secret "$root"/.fleet.* 2>/dev/null || [ "$tries" = 0 ]; do
  tries=$((tries - 1))
  sleep 0.05 2>/dev/null || sleep 1
done
seen=$(ls -l "$root"/.fleet.*)
exec 3>&-
wait
is -rw------- "${seen%% *}"
is secret "$(cat open)"
