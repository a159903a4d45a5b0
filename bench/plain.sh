#!/bin/sh
# What playbooks/bootstrap.yaml installs on a bare Debian machine, as one writes it by hand: the peer
# of `fleet bootstrap`. usage: ssh MACHINE sh -s <plain.sh
set -eu
export DEBIAN_FRONTEND=noninteractive
sudo -E apt-get -q update
sudo -E apt-get -q -y --no-install-recommends install git curl gh tmux mosh nodejs npm libatomic1

mkdir -p ~/.local/bin ~/.npm-global/bin
for file in ~/.profile ~/.bashrc ~/.zshenv; do
  [ -e "$file" ] || : >"$file"
  {
    cat <<'PATHS'
# fleet-paths
for dir in /usr/local/bin "$HOME/.npm-global/bin" "$HOME/.local/bin"; do
  case ":$PATH:" in *":$dir:"*) ;; *) [ ! -d "$dir" ] || PATH="$dir:$PATH" ;; esac
done
export PATH
PATHS
    cat "$file"
  } >"$file.new"
  mv "$file.new" "$file"
done
PATH=$HOME/.npm-global/bin:$PATH

npm install --global --prefix ~/.npm-global --no-fund --no-audit 'node@>=22.12'
npm install --global --prefix ~/.npm-global --no-fund --no-audit \
  @anthropic-ai/claude-code @openai/codex @google/gemini-cli wrangler
if curl -fsI --max-time 8 -o /dev/null https://github.com; then
  npm install --global --prefix ~/.npm-global --no-fund --no-audit @infisical/cli
fi
if curl -fsI --max-time 8 -o /dev/null https://astral.sh; then
  curl -fsSL https://astral.sh/uv/install.sh | UV_NO_MODIFY_PATH=1 UV_INSTALL_DIR="$HOME/.local/bin" sh
fi

mkdir -p ~/.ssh && chmod 700 ~/.ssh
[ -f ~/.ssh/id_ed25519 ] || ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519
git config --global user.name >/dev/null || git config --global user.name bench
git config --global user.email >/dev/null || git config --global user.email bench@example.org
