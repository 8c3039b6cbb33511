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
finds 'no pre-receive' "mv $R/hooks/pre-receive /var/here/h" 'hooks/pre-receive is missing' "mv /var/here/h $R/hooks/pre-receive"
finds 'another post-receive' "cp -p $R/hooks/post-receive /var/here/h; echo true >> $R/hooks/post-receive" 'hooks/post-receive is not what' "cp -p /var/here/h $R/hooks/post-receive"
finds 'a hook that cannot be run' "chmod 644 $R/hooks/pre-receive" 'cannot be run' "chmod 755 $R/hooks/pre-receive"
finds 'a hook that all can change' "chmod 777 $R/hooks/pre-receive" 'hooks/pre-receive has mode 777' "chmod 755 $R/hooks/pre-receive"
finds 'no key' "mv $P/release.key /var/here/k" 'release.key is missing' "mv /var/here/k $P/release.key"
finds 'a key that all can read' "chmod 644 $P/release.key" 'release.key has mode 644' "chmod 600 $P/release.key"
finds 'a key that is none' "cp -p $P/release.key /var/here/k; echo x > $P/release.key" 'is no secret key' "cp -p /var/here/k $P/release.key"
finds 'a program of the publisher' "chown publisher /usr/local/bin/promulgate" 'publisher can change /usr/local/bin/promulgate' "chown root /usr/local/bin/promulgate"
finds 'releases that nobody can look into' "chmod 700 $P" 'cannot look into' "chmod 755 $P"
finds 'releases that all can change' "chmod 777 $P/releases" 'releases has mode 777' "chmod 755 $P/releases"
finds 'a page that was changed' "cp -p $P/current/index.html /var/here/i; echo x >> $P/current/index.html" 'is not as it was written' "cp -p /var/here/i $P/current/index.html"
finds 'a page by gzip that was changed' "cp -p $P/current/index.html.gz /var/here/i; echo x | gzip > $P/current/index.html.gz" 'is not as it was written' "cp -p /var/here/i $P/current/index.html.gz"
finds 'a link that leads nowhere' "mv $P/current /var/here/c; ln -s releases/000099-0123456789ab $P/current" 'leads nowhere' "mv -T /var/here/c $P/current"
finds 'a commit that nobody has checked' "cp -p $P/accepted /var/here/a; : > $P/accepted" 'which no push that was checked' "cp -p /var/here/a $P/accepted"
finds 'a key of the publisher for ssh' "mkdir -p ~publisher/.ssh; cp /etc/ssh/promulgate_keys ~publisher/.ssh/authorized_keys" 'lets people in as publisher' "rm -r ~publisher/.ssh"
finds 'sshd that is not told' "mv /etc/ssh/sshd_config.d/promulgate.conf /var/here/s" 'sshd is not told' "mv /var/here/s /etc/ssh/sshd_config.d/promulgate.conf"
finds 'a shell for the pusher' "mv /etc/ssh/sshd_config.d/promulgate.conf /var/here/s; mkdir -p ~push/.ssh; cp /etc/ssh/promulgate_keys ~push/.ssh/authorized_keys" 'gives push a shell' "mv /var/here/s /etc/ssh/sshd_config.d/promulgate.conf; rm -r ~push/.ssh"
finds 'nginx that is not told' "mv /etc/nginx/conf.d/outputs.conf /var/here/n" 'nginx is not told' "mv /var/here/n /etc/nginx/conf.d/outputs.conf"
finds 'nginx that reads what the publisher writes' "mv /etc/nginx/conf.d/outputs.conf /var/here/n; ln -s $P/nginx.conf /etc/nginx/conf.d/outputs.conf" 'publisher can change /etc/nginx' "rm /etc/nginx/conf.d/outputs.conf; mv /var/here/n /etc/nginx/conf.d/outputs.conf"
finds 'headers that are lost' "cp -p /etc/nginx/conf.d/outputs.conf /var/here/n; sed -i '/Content-Security-Policy/d' /etc/nginx/conf.d/outputs.conf" 'lacks headers' "cp -p /var/here/n /etc/nginx/conf.d/outputs.conf"
sound 'mended'
