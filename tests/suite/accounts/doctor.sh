# Each set-up that is broken is found, by words that name it; and mended, nothing is found.
doctor() { promulgate hook doctor /srv/outputs.git --to /srv/outputs 2>&1; }
sound() { out=$(doctor) || echo "FAULT $1: $out"; }
finds() { # $1: what is broken; $2: how; $3: words of the finding; $4: how it is mended
    sh -c "$2"
    if out=$(doctor); then echo "FAULT $1: nothing was found"
    elif printf %s "$out" | grep '^wrong:' | grep -qe "$3"; then echo "found $1"
    else echo "FAULT $1: $out"; fi
    sh -c "$4"
}
P=/srv/outputs R=/srv/outputs.git
sound 'as it was set up'
finds 'a repository that all can read' "chmod 755 $R" "$R has mode 755" "chmod 700 $R"
finds 'a repository of another account' "chown push $R" "$R belongs to push" "chown publisher $R"
finds 'hooks looked for elsewhere' "git -C $R -c safe.directory=* config core.hooksPath /tmp" 'core.hooksPath of' "git -C $R -c safe.directory=* config core.hooksPath $R/hooks"
finds 'objects that are not checked' "git -C $R -c safe.directory=* config receive.fsckObjects false" 'receive.fsckObjects' "git -C $R -c safe.directory=* config receive.fsckObjects true"
finds 'pushes of any size' "git -C $R -c safe.directory=* config --unset receive.maxInputSize" 'receive.maxInputSize' "git -C $R -c safe.directory=* config receive.maxInputSize 268435456"
finds 'no pre-receive' "mv $R/hooks/pre-receive /tmp/h" 'hooks/pre-receive is missing' "mv /tmp/h $R/hooks/pre-receive"
finds 'another post-receive' "cp -p $R/hooks/post-receive /tmp/h; echo true >> $R/hooks/post-receive" 'hooks/post-receive is not what' "cp -p /tmp/h $R/hooks/post-receive"
finds 'a hook that cannot be run' "chmod 644 $R/hooks/pre-receive" 'cannot be run' "chmod 755 $R/hooks/pre-receive"
finds 'a hook that all can change' "chmod 777 $R/hooks/pre-receive" 'hooks/pre-receive has mode 777' "chmod 755 $R/hooks/pre-receive"
finds 'no key' "mv $P/release.key /tmp/k" 'release.key is missing' "mv /tmp/k $P/release.key"
finds 'a key that all can read' "chmod 644 $P/release.key" 'release.key has mode 644' "chmod 600 $P/release.key"
finds 'a key that is none' "cp -p $P/release.key /tmp/k; echo x > $P/release.key" 'is no secret key' "cp -p /tmp/k $P/release.key"
finds 'a program of the publisher' "chown publisher /usr/local/bin/promulgate" 'publisher can change /usr/local/bin/promulgate' "chown root /usr/local/bin/promulgate"
finds 'releases that nobody can look into' "chmod 700 $P" 'cannot look into' "chmod 755 $P"
finds 'releases that all can change' "chmod 777 $P/releases" 'releases has mode 777' "chmod 755 $P/releases"
finds 'a page that was changed' "cp -p $P/current/index.html /tmp/i; echo x >> $P/current/index.html" 'is not as it was written' "cp -p /tmp/i $P/current/index.html"
finds 'a page by gzip that was changed' "cp -p $P/current/index.html.gz /tmp/i; echo x | gzip > $P/current/index.html.gz" 'is not as it was written' "cp -p /tmp/i $P/current/index.html.gz"
finds 'a link that leads nowhere' "mv $P/current /tmp/c; ln -s releases/000099-0123456789ab $P/current" 'leads nowhere' "mv -T /tmp/c $P/current"
finds 'a commit that nobody has checked' "cp -p $P/accepted /tmp/a; : > $P/accepted" 'which no push that was checked' "cp -p /tmp/a $P/accepted"
finds 'a key of the publisher for ssh' "mkdir -p /home/publisher/.ssh; cp /etc/ssh/promulgate_keys /home/publisher/.ssh/authorized_keys" 'lets people in as publisher' "rm -r /home/publisher/.ssh"
finds 'sshd that is not told' "mv /etc/ssh/sshd_config.d/promulgate.conf /tmp/s" 'sshd is not told' "mv /tmp/s /etc/ssh/sshd_config.d/promulgate.conf"
finds 'a shell for the pusher' "mv /etc/ssh/sshd_config.d/promulgate.conf /tmp/s; mkdir -p /home/push/.ssh; cp /etc/ssh/promulgate_keys /home/push/.ssh/authorized_keys" 'gives push a shell' "mv /tmp/s /etc/ssh/sshd_config.d/promulgate.conf; rm -r /home/push/.ssh"
finds 'nginx that is not told' "mv /etc/nginx/conf.d/outputs.conf /tmp/n" 'nginx is not told' "mv /tmp/n /etc/nginx/conf.d/outputs.conf"
finds 'nginx that reads what the publisher writes' "mv /etc/nginx/conf.d/outputs.conf /tmp/n; ln -s $P/nginx.conf /etc/nginx/conf.d/outputs.conf" 'publisher can change /etc/nginx' "rm /etc/nginx/conf.d/outputs.conf; mv /tmp/n /etc/nginx/conf.d/outputs.conf"
finds 'headers that are lost' "cp -p /etc/nginx/conf.d/outputs.conf /tmp/n; sed -i '/Content-Security-Policy/d' /etc/nginx/conf.d/outputs.conf" 'lacks headers' "cp -p /tmp/n /etc/nginx/conf.d/outputs.conf"
sound 'mended'
