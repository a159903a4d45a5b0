check() {
  octal "$2"
  is "$1" "$octal"
}
check 0000 ---------
check 0755 rwxr-xr-x
check 0640 rw-r-----
check 0640 rw-r-----.
check 4755 rwsr-xr-x
check 4644 rwSr--r--
check 2711 rwx--s--x
check 2640 rw-r-S---
check 1777 rwxrwxrwt
check 1776 rwxrwxrwT
