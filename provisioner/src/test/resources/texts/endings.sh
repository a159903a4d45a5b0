cd "$root" || exit
printf 'a\r\nb' >file
ends_crlf "$root/file" || exit
ends_open "$root/file" || exit
printf 'a\nb\r\n' >file
fails ends_crlf "$root/file"
fails ends_open "$root/file"
: >file
fails ends_crlf "$root/file"
fails ends_open "$root/file"
printf '\n' >file
fails ends_open "$root/file"
fails ends_crlf "$root/none"
