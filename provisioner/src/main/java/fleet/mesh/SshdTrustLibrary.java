package fleet.mesh;

/** The sh functions of {@link SshdTrust}; public for the test of all such texts. */
public final class SshdTrustLibrary {
  public static final String TEXT =
      """
      sshd_conf=/etc/ssh/sshd_config.d/60-fleet-mesh.conf
      sshd_ca=/etc/ssh/fleet_user_ca.pub
      sshd_cert=/etc/ssh/fleet_host-cert.pub
      sshd_krl=/etc/ssh/fleet_revoked

      # sshd_seen: sets $sshd_sums to the digests of the files, and $sshd_unread to one that is there,
      # or may be, but cannot be read.
      sshd_seen() {
        sshd_unread=
        for sshd_file in "$sshd_conf" "$sshd_ca" "$sshd_cert" "$sshd_krl"; do
          if hidden "$sshd_file" || { [ -e "$sshd_file" ] && [ ! -r "$sshd_file" ]; }; then
            sshd_unread=$sshd_file
          fi
        done
        sshd_sums=$nl$(digest "$sshd_conf" "$sshd_ca" "$sshd_cert" "$sshd_krl")$nl
      }

      # sshd_sum FILE: sets $sshd_sum to its digest, or to absent.
      sshd_sum() {
        sshd_sum=absent
        case $sshd_sums in
          *"  $1$nl"*)
            sshd_sum=${sshd_sums%%"  $1$nl"*}
            sshd_sum=${sshd_sum##*"$nl"}
            ;;
        esac
      }

      # sshd_pid: sets $sshd_pid to the file that sshd writes when it has read its configuration; fails
      # where none is kept, as where each connection starts an sshd of its own.
      sshd_pid() {
        for sshd_pid in /run/sshd.pid /var/run/sshd.pid; do
          [ ! -f "$sshd_pid" ] || return 0
        done
        return 1
      }

      # sshd_stale: whether sshd runs with what was there before.
      sshd_stale() {
        sshd_pid && [ -n "$(find "$sshd_conf" "$sshd_cert" -newer "$sshd_pid" 2>/dev/null)" ]
      }

      # sshd_check WANTED CA CONF CA CERT KRL: the digests of our authority and of the four files.
      sshd_check() {
        sshd_wanted=$1
        if [ ! -e /etc/ssh/sshd_config ] && ! hidden /etc/ssh/sshd_config; then
          if [ "$3" = absent ]; then say "$1"; else say '!blocked there is no /etc/ssh/sshd_config here'; fi
          return
        elif [ -n "$sshd_unread" ] || [ ! -r /etc/ssh/sshd_config ]; then
          if am_root; then say "!unknown ${sshd_unread:-/etc/ssh/sshd_config} cannot be read"; else say '!denied'; fi
          return
        fi
        sshd_sum "$sshd_ca"
        if [ "$sshd_sum" != absent ] && [ "$sshd_sum" != "$2" ]; then
          say "!blocked $sshd_ca is of another authority: run fleet where that was made, or sudo rm $sshd_ca"
          return
        fi
        if [ "$3" != absent ] &&
          ! grep -qi '^[[:blank:]]*include[[:blank:]].*sshd_config\\.d/\\*' /etc/ssh/sshd_config; then
          say '!blocked its sshd reads no sshd_config.d: begin /etc/ssh/sshd_config with "Include /etc/ssh/sshd_config.d/*.conf"'
          return
        fi
        shift 2
        sshd_wrong=
        for sshd_file in "$sshd_conf" "$sshd_ca" "$sshd_cert" "$sshd_krl"; do
          sshd_sum "$sshd_file"
          case $sshd_sum,$1 in
            "$1,$1") ;;
            absent,*) sshd_wrong="$sshd_wrong, no ${sshd_file##*/}" ;;
            *,absent) sshd_wrong="$sshd_wrong, has ${sshd_file##*/}" ;;
            *) sshd_wrong="$sshd_wrong, another ${sshd_file##*/}" ;;
          esac
          shift
        done
        if [ -n "$sshd_wrong" ]; then
          say "${sshd_wrong#, }"
        elif [ "$sshd_wanted" = trusting ] && sshd_stale; then
          say 'not read by sshd yet'
        else
          say "$sshd_wanted"
        fi
      }

      # sshd_run ARGUMENT...: sshd itself, which is not on everybody's path.
      sshd_run() {
        (
          PATH=$PATH:/usr/sbin:/usr/local/sbin
          sshd_program=$(command -v sshd) || { say 'there is no program sshd here'; exit 1; }
          "$sshd_program" "$@"
        )
      }

      # sshd_valid: fails with sshd's own words in $sshd_words.
      sshd_valid() {
        sshd_words=$(sshd_run -t 2>&1) && return 0
        sshd_words=${sshd_words%%"$nl"*}
        sshd_words=${sshd_words%"$cr"}
        return 1
      }

      # sshd_setting NAME: sets $sshd_value to what counts in the end.
      sshd_setting() {
        sshd_value=$(sshd_run -T 2>/dev/null | grep "^$1 ")
        sshd_value=${sshd_value#"$1 "}
      }

      # sshd_free: whether nobody else has use for the settings.
      sshd_free() {
        for sshd_name in trustedusercakeys revokedkeys; do
          sshd_setting "$sshd_name"
          case $sshd_value in
            '' | none | "$sshd_ca" | "$sshd_krl") ;;
            *)
              say "!blocked its sshd has $sshd_name $sshd_value already, and would heed only one"
              return 1
              ;;
          esac
        done
      }

      # sshd_reload: sshd reads its configuration again, and is seen to have.
      sshd_reload() {
        sshd_pid && IFS= read -r sshd_number <"$sshd_pid" && kill -0 "$sshd_number" 2>/dev/null || return 0
        sshd_mark=$(mktemp) && kill -HUP "$sshd_number" || return 1
        sshd_left=30
        until [ -n "$(find "$sshd_pid" -newer "$sshd_mark" 2>/dev/null)" ]; do
          sshd_left=$((sshd_left - 1))
          if [ "$sshd_left" -lt 0 ]; then
            rm -f -- "$sshd_mark"
            say 'sshd did not come back after its reload'
            return 1
          fi
          sleep 1
        done
        rm -f -- "$sshd_mark"
      }

      # sshd_put CONF CA CERT KRL: texts for printf %b; without them the files go.
      sshd_put() {
        if [ $# -eq 0 ]; then
          rm -f -- "$sshd_conf"
          return
        fi
        sshd_place "$sshd_ca" "$2" && sshd_place "$sshd_cert" "$3" && sshd_place "$sshd_krl" "$4" &&
          sshd_place "$sshd_conf" "$1"
      }

      # sshd_place FILE TEXT: a file that is right stays, so that sshd need not read it again.
      sshd_place() {
        printf %b "$2" | cmp -s - "$1" 2>/dev/null || printf %b "$2" | put "$1" 0644 root
      }

      # sshd_fix CONF CA CERT KRL, or nothing to take them out. What fails here is taken back by the guard.
      sshd_fix() {
        sshd_valid || { say "sshd -t fails as it is: $sshd_words"; return 1; }
        [ $# -eq 0 ] || sshd_free || return 1
        sshd_seen
        sshd_was=$sshd_sums
        sshd_put "$@" || { say 'its files cannot be written'; return 1; }
        sshd_valid || { say "sshd -t: $sshd_words"; return 1; }
        sshd_setting trustedusercakeys
        case $#,$sshd_value in
          0,* | *,"$sshd_ca") ;;
          *) say "sshd takes trustedusercakeys from elsewhere: $sshd_value"; return 1 ;;
        esac
        sshd_seen
        if sshd_stale || [ "$(sshd_read "$sshd_was")" != "$(sshd_read "$sshd_sums")" ]; then
          sshd_reload || return 1
        fi
        [ $# -gt 0 ] || rm -f -- "$sshd_krl" "$sshd_cert" "$sshd_ca"
      }

      # sshd_read SUMS: those of the files that sshd reads only when it is started or reloaded.
      sshd_read() {
        sshd_sums=$1
        sshd_sum "$sshd_conf"
        sshd_line=$sshd_sum
        sshd_sum "$sshd_cert"
        say "$sshd_line $sshd_sum"
      }

      sshd_show() {
        if [ -f "$sshd_conf" ]; then
          printf %b "$1" | diff -u -- "$sshd_conf" -
        else
          printf %b "$1" | diff -u /dev/null -
        fi
      }

      # sshd_undo: if the configuration was changed since and stays, all that it names stays.
      sshd_undo() {
        restore "$sshd_conf" && restore_all
        sshd_undone=$?
        sshd_reload
        return $sshd_undone
      }
      """;

  private SshdTrustLibrary() {}
}
