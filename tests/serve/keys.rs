//! Keys and signals, in a terminal made by `script`.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::server::LONG;
use crate::portal::{DAY, Portal};

/// A preview in a terminal. When it ends, its shell reports how, and whether the terminal again shows what is typed and waits
/// for Enter.
struct Terminal {
    child: Child,
    pid: String,
    _portal: Portal,
}

impl Terminal {
    fn open() -> Self {
        let portal = Portal::sample();
        let serve = format!("{} serve --port 0 --as-of {DAY}", env!("CARGO_BIN_EXE_shelfmark"));
        let modes = "stty -a | tr ' ;' '\\n\\n' | grep -xE -e '-?(echo|icanon)'";
        // Ctrl-C and Ctrl-\ reach the shell too. It must survive them, whichever shell it is.
        let shell = format!("trap : INT QUIT; sh -c 'echo pid $$.; exec {serve}'; echo ended $?; {modes}; echo over");
        let child = Command::new("script")
            .args(["--quiet", "--flush", "--echo", "always", "--command", &shell, "/dev/null"])
            .current_dir(portal.path(""))
            .env("NO_COLOR", "1")
            .env("SHELL", "/bin/sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut terminal = Self { child, pid: String::new(), _portal: portal };
        let said = terminal.until(".\r\n");
        said.trim_start_matches("pid ").trim_end_matches(".\r\n").clone_into(&mut terminal.pid);
        terminal.until("watching for changes\r\n");
        terminal
    }

    /// The output up to and including a text.
    fn until(&mut self, text: &str) -> String {
        let (mut said, mut byte) = (Vec::new(), [0]);
        while !said.ends_with(text.as_bytes()) {
            let read = self.child.stdout.as_mut().unwrap().read(&mut byte).unwrap();
            assert!(read > 0, "the terminal closed before {text:?}: {}", String::from_utf8_lossy(&said));
            said.extend(byte);
        }
        String::from_utf8(said).unwrap()
    }

    fn press(&mut self, keys: &str) {
        self.child.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &self.pid]).status().unwrap().success());
    }

    fn wait_for_state(&self, state: &str) {
        let until = Instant::now() + LONG;
        while !fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap().contains(state) {
            assert!(Instant::now() < until, "it is never {state:?}");
            std::thread::yield_now();
        }
    }

    /// What the shell reports after the end.
    fn end(mut self) -> String {
        let said = self.until("over\r\n");
        self.child.wait().unwrap();
        said.split_once("ended ").unwrap().1.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn c_clears_and_q_stops_and_the_terminal_is_as_it_was() {
    let mut terminal = Terminal::open();
    terminal.press("xc");
    terminal.until("\x1b[2J\x1b[3J\x1b[H");
    terminal.press("q");
    assert_eq!(terminal.end(), "0 icanon echo over");
}

#[test]
fn control_c_stops_too() {
    let mut terminal = Terminal::open();
    terminal.press("\x03");
    assert_eq!(terminal.end(), "0 icanon echo over");
}

#[test]
fn a_signal_that_stops_or_ends_it_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::open();
    terminal.signal("TSTP");
    terminal.wait_for_state(") T ");
    terminal.signal("CONT");
    terminal.wait_for_state(") S ");
    terminal.press("c");
    terminal.until("\x1b[H");
    terminal.signal("TERM");
    assert_eq!(terminal.end(), "143 icanon echo over");
    let mut terminal = Terminal::open();
    terminal.press("\x1c");
    assert!(terminal.end().ends_with("icanon echo over"), "Ctrl-\\ too");
}
