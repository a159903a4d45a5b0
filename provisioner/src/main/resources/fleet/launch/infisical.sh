# Infisical by the machine's own identity: its id and secret and the token are in the environment of
# these processes alone, and what is exported goes to standard output.
infisical_identity() {
  infisical_file=$HOME/.infisical-ua
  infisical_mode=$(ls -ldL "$infisical_file")
  case $infisical_mode in
    -rw------- | -rw-------[.@+\ ]* | -r-------- | -r--------[.@+\ ]*) ;;
    *)
      echo "$infisical_file is readable for others: chmod 600 ~/.infisical-ua" >&2
      return 1
      ;;
  esac
  infisical_id='' infisical_secret='' infisical_project=''
  while IFS= read -r infisical_line || [ -n "$infisical_line" ]; do
    infisical_line=${infisical_line#export }
    infisical_value=${infisical_line#*=}
    infisical_value=${infisical_value#[\"\']}
    infisical_value=${infisical_value%[\"\']}
    case $infisical_line in
      *CLIENT_ID=*) infisical_id=$infisical_value ;;
      *CLIENT_SECRET=*) infisical_secret=$infisical_value ;;
      *PROJECT_ID=*) infisical_project=$infisical_value ;;
      *DOMAIN=* | *API_URL=*) INFISICAL_API_URL=$infisical_value; export INFISICAL_API_URL ;;
    esac
  done <"$infisical_file"
  [ -n "$infisical_id" ] && [ -n "$infisical_secret" ] || {
    echo "$infisical_file has no CLIENT_ID and CLIENT_SECRET" >&2
    return 1
  }
}

# export_all PATH...: what each holds, and behind it a line that says how its export ended.
export_all() {
  command -v infisical >/dev/null || { echo 'infisical is missing: fleet apply tools' >&2; return 1; }
  infisical_identity || return 1
  INFISICAL_DISABLE_UPDATE_CHECK=true
  export INFISICAL_DISABLE_UPDATE_CHECK
  INFISICAL_TOKEN=$(
    INFISICAL_UNIVERSAL_AUTH_CLIENT_ID=$infisical_id
    INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET=$infisical_secret
    export INFISICAL_UNIVERSAL_AUTH_CLIENT_ID INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET
    infisical login --method=universal-auth --silent --plain
  ) && [ -n "$INFISICAL_TOKEN" ] || { echo 'the machine identity was not let in' >&2; return 1; }
  export INFISICAL_TOKEN
  for infisical_path; do
    set -- export --format=json --env=dev --silent "--path=$infisical_path"
    [ -z "$infisical_project" ] || set -- "$@" "--projectId=$infisical_project"
    { infisical_said=$(infisical "$@" 2>&1 >&3); infisical_status=$?; } 3>&1
    printf '\n@@fleet %s %s\n' "$infisical_status" "$(printf '%.200s' "$infisical_said" | tr '\n\t' '  ')"
  done
}
