//! How pushers come in: files for sshd and sudo, by which they have no shell and reach one command.
//!
//! **Invariant.** What is written is what `hook shell` is called with, word for word.

use std::path::Path;

/// For `/etc/ssh/sshd_config.d/`: whoever comes as the pusher gets the one command, whatever was asked for.
pub fn sshd(pusher: &str, publisher: &str, program: &Path, folder: &Path) -> String {
    let command = format!("/usr/bin/sudo -n -u {publisher} {} hook shell {}", shown(program), shown(folder));
    format!(
        "# Written by `promulgate hook install`. As root: copy it to /etc/ssh/sshd_config.d/promulgate.conf, put a line for each public key
# into /etc/ssh/promulgate_keys, and reload ssh.
Match User {pusher}
    AuthorizedKeysFile /etc/ssh/promulgate_keys
    AuthenticationMethods publickey
    ForceCommand {command}
    DisableForwarding yes
    PermitTTY no
    PermitUserRC no
    ClientAliveInterval 60
    ClientAliveCountMax 5
"
    )
}

/// For `/etc/sudoers.d/`: the pusher may be the publisher for the one command.
pub fn sudoers(pusher: &str, publisher: &str, program: &Path, folder: &Path) -> String {
    let escaped = |path: &Path| {
        let special =
            |c: char| matches!(c, ',' | ':' | '=' | '\\' | ' ' | '*' | '?' | '[' | ']' | '!' | '"' | '\'' | '#');
        let signs = path.to_string_lossy().into_owned();
        signs.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect::<String>()
    };
    format!(
        "# Written by `promulgate hook install`. As root: `install -m 440` it as /etc/sudoers.d/promulgate.
Defaults:{pusher} env_reset, env_keep = \"SSH_ORIGINAL_COMMAND GIT_PROTOCOL\", !requiretty, !lecture
{pusher} ALL = ({publisher}) NOPASSWD: {} hook shell {}
",
        escaped(program),
        escaped(folder)
    )
}

/// A path as a shell reads it; plain ones stay plain.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    if is_plain { text.into_owned() } else { quoted_for_shell(&text) }
}

/// A word as a shell reads it.
pub fn quoted_for_shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// What of a command over ssh is for git: the act, and the path as it was written.
pub fn asked(command: &str) -> Option<(&'static str, String)> {
    let (act, rest) = ["receive-pack", "upload-pack"].into_iter().find_map(|act| {
        let rest = command.strip_prefix("git-").or_else(|| command.strip_prefix("git "))?;
        Some((act, rest.strip_prefix(act)?.strip_prefix(' ')?))
    })?;
    let inner = rest.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(rest);
    let is_plain = !inner.is_empty()
        && !inner.starts_with('-')
        && !inner.contains(['\'', '"', '\\', '\0', '\n', '$', '`', ';', '&', '|']);
    is_plain.then(|| (act, inner.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_git_asks_for_is_understood() {
        assert_eq!(asked("git-receive-pack '/srv/outputs.git'"), Some(("receive-pack", "/srv/outputs.git".to_owned())));
        assert_eq!(asked("git upload-pack '/srv/outputs.git'"), Some(("upload-pack", "/srv/outputs.git".to_owned())));
        for command in [
            "",
            "sh",
            "git -c core.hooksPath=/dev/null receive-pack '/srv/outputs.git'",
            "git-receive-pack --stateless-rpc '/srv/outputs.git'",
            "git-receive-pack '--advertise-refs'",
            "git-upload-archive '/srv/outputs.git'",
            "git-receive-pack '/srv/outputs.git'; cat /srv/outputs/release.key",
            "git-receive-pack '/srv/a' '/srv/b'",
            "git-receive-pack $(cat key)",
            "git-receive-pack",
            "git-receive-packs '/srv/outputs.git'",
        ] {
            assert_eq!(asked(command), None, "{command}");
        }
    }
}
