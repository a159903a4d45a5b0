# Stand-ins for agents: each does what its prompt, or its name, says. They lie where a login shell
# that is none does not look: ~/.local/bin.
mkdir -p ~/.local/bin && cd ~/.local/bin || exit 1

# As claude and others that print events: the prompt's first word says what it does.
cat >claude <<'AGENT'
#!/bin/sh
read -r how more
init() { echo '{"type":"system","subtype":"init"}'; }
case $how in
  exits) exit 3 ;;
  silent) exec sleep 600 ;;
  half) printf '{"type":"sys'; exec sleep 600 ;;
  stubborn) trap '' TERM INT HUP; init; while :; do sleep 1; done ;;
  forks) init; setsid sh -c '(env -i sleep 601 &); exec sleep 602' >/dev/null 2>&1 & sleep 3; exit 0 ;;
  floods) init; head -c "$more" /dev/zero | tr '\0' x; exit 0 ;;
  fails) init; sleep 1; exit 3 ;;
  done) init; sleep 1; exit 0 ;;
  where) init; pwd >"$more" ;;
  works) init; echo "$more" >made; git add made; git commit -qm "made $more"; echo dirty >untracked; exit 0 ;;
  tokens) init; i=0; while sleep 0.5; do i=$((i + 1)); echo '{"type":"assistant","message":{"id":"m'$i'","usage":{"input_tokens":400,"output_tokens":300}}}'; done ;;
  cost) init; echo '{"type":"result","total_cost_usd":0.75,"usage":{"input_tokens":1,"output_tokens":2}}'; exec sleep 600 ;;
  errors) init; i=0; while sleep 0.7; do i=$((i + 1)); echo '{"type":"user","message":{"content":[{"tool_use_id":"t'$i'","type":"tool_result","content":"exit 1: no file '$i'","is_error":true}]}}'; done ;;
  repeats) init; i=0; while sleep 0.3; do i=$((i + 1)); echo '{"type":"assistant","message":{"id":"m'$i'","content":[{"type":"tool_use","id":"u'$i'","name":"Bash","input":{"command":"ls '$i'"}}]}}'; done ;;
  *) init; while sleep 2; do echo '{"type":"assistant"}'; done ;;
esac
AGENT

# One for a person to talk to.
cat >talk <<'AGENT'
#!/bin/sh
echo hello
while read -r line; do
  echo "you said $line"
  [ "$line" != bye ] || exit 0
done
AGENT

cat >infisical <<'AGENT'
#!/bin/sh
case $1 in
  login)
    [ "$INFISICAL_UNIVERSAL_AUTH_CLIENT_ID" = an-id ] && [ "$INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET" = a-secret ] || exit 1
    echo a-token
    ;;
  export)
    [ "$INFISICAL_TOKEN" = a-token ] || exit 1
    case "$*" in
      *--path=/*/staging*) echo 'error: folder not found' >&2; exit 1 ;;
      *--path=/infra*) base64 -d ~/secrets.infra ;;
      *) base64 -d ~/secrets.json ;;
    esac
    ;;
esac
AGENT
chmod +x claude talk infisical
cp claude codex
git config --global user.name dev
git config --global user.email dev@localhost
git config --global init.defaultBranch main
git config --global --add safe.directory '*'
mkdir -p ~/dev
