# Every way round the hooks that a pusher might try: by ssh, and with a shell as the pusher's account, should one be had.
served() { curl -s "http://127.0.0.1:$WEB_PORT$1"; }
as_push() { runuser -u push -- env "HOME=$(home_of push)" sh -c "cd; $1"; }
tip() { git -c safe.directory='*' --git-dir=/srv/outputs.git rev-parse main; }
refused() { # $1: what is tried; $2: as whom; $3: the command, which must fail and change nothing, and print no secret
    before=$(tip; cat /srv/outputs/hook.json /etc/nginx/conf.d/outputs.conf; readlink /srv/outputs/current)
    if out=$("$2" "$3" 2>&1); then echo "FAULT $1: it was done: $out"
    elif [ "$before" != "$(tip; cat /srv/outputs/hook.json /etc/nginx/conf.d/outputs.conf; readlink /srv/outputs/current)" ]; then echo "FAULT $1: something changed"
    elif printf %s "$out" | grep -qe 'RWRTY\|SECRETWORD\|uid='; then echo "FAULT $1: it told $out"
    else echo "refused $1"; fi
}
as_ann 'cd outputs; printf "\n### 9. Hidden (RED)\n\nSECRETWORD.\n" >> content/committees/example/meetings/1.md; git commit -qam red; git push -q publish main 2>/dev/null'
as_ann 'cd outputs; echo "broken (REDD)" >> content/index.md; git commit -qam broken'
refused 'a push with errors' as_ann 'cd outputs; git push publish main'
refused 'a push past the hooks, by configuration' as_ann "cd outputs; git push --receive-pack='git -c core.hooksPath=/dev/null receive-pack' publish main"
refused 'a push past the hooks, by the environment' as_ann "cd outputs; git push --receive-pack='GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null git-receive-pack' publish main"
refused 'a push past the hooks, by the exec path' as_ann "cd outputs; git push --receive-pack='git --exec-path=/tmp receive-pack' publish main"
refused 'two commands in one' as_ann "cd outputs; git push --receive-pack='git-receive-pack /srv/outputs.git; id; git-receive-pack' publish main"
refused 'another repository' as_ann 'cd outputs; git push push@server:/srv/other.git main'
refused 'a path through the repository' as_ann 'cd outputs; git push push@server:/srv/outputs.git/../outputs.git main'
refused 'an archive' as_ann 'git archive --remote=push@server:/srv/outputs.git main'
refused 'the key by ssh' as_ann 'ssh push@server cat /srv/outputs/release.key'
refused 'a shell by ssh' as_ann 'ssh push@server </dev/null'
refused 'a shell with a terminal by ssh' as_ann 'ssh -tt push@server sh -c id </dev/null'
refused 'files by sftp' as_ann 'echo "get /srv/outputs/hook.json" | sftp -b - push@server'
refused 'files by scp' as_ann 'scp push@server:/srv/outputs/hook.json .'
refused 'ports by ssh' as_ann "ssh -N -o ExitOnForwardFailure=yes -L 127.0.0.1:1:127.0.0.1:$WEB_PORT -o ConnectTimeout=5 push@server"
refused 'an environment by ssh' as_ann "cd outputs; GIT_SSH_COMMAND='ssh -o SendEnv=GIT_*' GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null git push publish main"
refused 'the publisher by ssh' as_ann 'ssh -o BatchMode=yes publisher@server id'
refused 'the key with a shell' as_push 'cat /srv/outputs/release.key'
refused 'the repository with a shell' as_push "git -c safe.directory='*' --git-dir=/srv/outputs.git log main"
refused 'the hooks with a shell' as_push 'rm -f /srv/outputs.git/hooks/pre-receive || exit 1; test ! -e /srv/outputs.git/hooks/pre-receive'
refused 'the list with a shell' as_push 'echo >> /srv/outputs/accepted'
refused 'the options with a shell' as_push 'echo >> /srv/outputs/hook.json'
refused 'the site with a shell' as_push 'echo >> /srv/outputs/current/index.html'
refused 'the link with a shell' as_push 'ln -sfn /tmp /srv/outputs/current'
refused 'nginx with a shell' as_push 'echo >> /etc/nginx/conf.d/outputs.conf'
refused 'the program with a shell' as_push 'echo >> /usr/local/bin/promulgate'
refused 'a shell of the publisher' as_push 'sudo -n -u publisher sh -c id'
refused 'git of the publisher' as_push 'sudo -n -u publisher git --git-dir=/srv/outputs.git log'
refused 'another act of the publisher' as_push 'sudo -n -u publisher /usr/local/bin/promulgate hook publish /srv/outputs'
refused 'another folder of the publisher' as_push 'sudo -n -u publisher /usr/local/bin/promulgate hook shell /tmp'
refused 'the act as root' as_push "SSH_ORIGINAL_COMMAND=\"git-receive-pack '/srv/outputs.git'\" sudo -n /usr/local/bin/promulgate hook shell /srv/outputs"
refused 'another command through the act' as_push "SSH_ORIGINAL_COMMAND=\"git -c core.hooksPath=/dev/null receive-pack '/srv/outputs.git'\" sudo -n -u publisher /usr/local/bin/promulgate hook shell /srv/outputs"
refused 'an option through the act' as_push "SSH_ORIGINAL_COMMAND=\"git-receive-pack --http-backend-info-refs /srv/outputs.git\" sudo -n -u publisher /usr/local/bin/promulgate hook shell /srv/outputs"
refused 'an environment through the act' as_push "SSH_ORIGINAL_COMMAND='id' GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null sudo -n -u publisher /usr/local/bin/promulgate hook shell /srv/outputs"
as_www() { runuser -u www-data -- env HOME=/tmp sh -c "$1"; }
refused 'what is withheld, by the web server' as_www "git -c safe.directory='*' --git-dir=/srv/outputs.git show main"
refused 'the key, by the web server' as_www 'cat /srv/outputs/release.key'
as_publisher() { runuser -u publisher -- env "HOME=$(home_of publisher)" sh -c "cd; $1"; }
refused 'nginx, by the publisher' as_publisher 'echo >> /etc/nginx/conf.d/outputs.conf'
refused 'the program, by the publisher' as_publisher 'cp /bin/true /usr/local/bin/promulgate'
as_root() { sh -c "$1"; }
refused 'publishing by root' as_root 'promulgate hook publish /srv/outputs'
refused 'going back by root' as_root 'promulgate rollback /srv/outputs'
# A commit that came into the branch by another way is not published, and that is said loudly.
as_ann 'cd outputs; git reset -q --hard HEAD~1; printf "\nNobody has checked this.\n" >> content/index.md; git commit -qam unchecked; git bundle create -q /var/here/unchecked main'
as_publisher 'git --git-dir=/srv/outputs.git fetch -q /var/here/unchecked main:unchecked && git --git-dir=/srv/outputs.git update-ref refs/heads/main unchecked'
refused 'a commit that no push has brought' as_publisher 'promulgate hook publish /srv/outputs'
as_publisher 'promulgate hook publish /srv/outputs' 2>&1 | grep -q 'NOT PUBLISHED' && echo "refused it loudly" || echo "FAULT it is not said"
served / | grep -q 'Nobody has checked' && echo "FAULT it is served" || echo "refused it for readers"
as_publisher "promulgate hook accept /srv/outputs \$(git --git-dir=/srv/outputs.git rev-parse main) && promulgate hook publish /srv/outputs" >/dev/null 2>&1 || echo "FAULT its owner cannot accept it"
served / | grep -q 'Nobody has checked' || echo "FAULT what was accepted is not served"
# Small pushes that unpack to more than there is: a large blob, and a delta that git must hold in memory to see what it is.
as_ann 'cd outputs; git fetch -q publish main && git reset -q --hard FETCH_HEAD; head -c 300000000 /dev/zero > content/zeros.md; git -c core.bigFileThreshold=1m add content/zeros.md; git commit -qm zeros'
refused 'a third of a gigabyte of zeros' as_ann 'cd outputs; git push publish main'
python3 /bomb.py "$(tip)" > /var/here/bomb
refused 'a delta of three gigabytes' as_ann "ssh push@server \"git-receive-pack '/srv/outputs.git'\" < /var/here/bomb | tee ~ann/told | grep -q '^....unpack ok'"
grep -qa 'unpack' ~ann/told && echo "refused it as an answer" || echo "FAULT the bomb was not answered: $(cat -v ~ann/told | head -c 600)"
echo "the answer: $(tr -dc '[:print:]' < ~ann/told | grep -o 'unpack.*' | head -c 100)"
