# Somebody with a machine of their own.
useradd --create-home --shell /bin/sh ann
as_ann() { runuser -u ann -- env "HOME=$(home_of ann)" sh -euc "cd; $1"; }
as_ann 'mkdir -m 700 .ssh; ssh-keygen -q -t ed25519 -N "" -f .ssh/id_ed25519; git config --global user.name Ann; git config --global user.email ann@example.org'
printf 'Host server\n HostName 127.0.0.1\n Port %s\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n LogLevel ERROR\n' "$SSH_PORT" > ~ann/.ssh/config
chown ann ~ann/.ssh/config
cat ~ann/.ssh/id_ed25519.pub >> /etc/ssh/promulgate_keys
