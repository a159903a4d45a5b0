cd "$root" || exit
mkdir -p closed/in
touch closed/in/file
fails hidden "$root/nothing"
fails hidden "$root/no/thing/at/all"
hidden "$root/closed/in/none" && exit 1
chmod 0600 closed
hidden "$root/closed/in/file" || exit
hidden "$root/closed/in/none/below" || exit
chmod 0700 closed
