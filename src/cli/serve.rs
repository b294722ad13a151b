//! `shelfmark serve`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;

use clap::Args;

use super::keys::{Keys, clear};
use super::{End, Format, Where, report};
use crate::diagnostic::counted;
use crate::diagnostic::{Detail, Severity};
use crate::load::Root;
use crate::serve::{Method, Notice, Options, Rebuild, Shows, start};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The port [default: the first free port from 4870]
    #[arg(long)]
    port: Option<u16>,
    /// Open a browser
    #[arg(long)]
    open: bool,
    /// Check the files twice a second instead of waiting for system events: for network drives and WSL
    #[arg(long)]
    poll: bool,
    /// Serve under a path, as behind a proxy: /data/catalogue/
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = prefix)]
    prefix: String,
    /// The folder of the built site; its other files are served too [default: public, in the portal's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Listen on this address: anyone who can reach it can read unpublished data
    #[arg(long, value_name = "ADDRESS", requires = "allow_remote")]
    address: Option<IpAddr>,
    /// With --address: allow access from other computers
    #[arg(long)]
    allow_remote: bool,
    /// Also accept requests for this host name
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

enum Event {
    Notice(Notice),
    Key(u8),
}

pub(super) fn run(arguments: &Arguments, place: &Where) -> anyhow::Result<End> {
    let root = place.root()?;
    let (sender, events) = channel();
    let notices = sender.clone();
    let address = start(&root, options(arguments, place, &root)?, move |notice| drop(notices.send(Event::Notice(notice))))?;
    let keys = Keys::listen(move |key| sender.send(Event::Key(key)).is_ok());
    report::note(&format!("preview at {address}"));
    if let Some(ip) = arguments.address.filter(|ip| !ip.is_loopback()) {
        report::note(&format!("warning: {ip} is open to other computers, which can read unpublished data"));
    }
    if keys.are_heard() {
        report::note("keys: o opens a browser, c clears the terminal, q stops");
    }
    if arguments.open {
        open(&address);
    }
    for event in events {
        match event {
            Event::Notice(notice) => tell(notice, &root),
            Event::Key(b'o') => open(&address),
            Event::Key(b'c') => clear(),
            // Ctrl-C and Ctrl-D also arrive as keys.
            Event::Key(b'q' | 3 | 4) => break,
            Event::Key(_) => {}
        }
    }
    Ok(End::Done)
}

fn options(arguments: &Arguments, place: &Where, root: &Root) -> anyhow::Result<Options> {
    let own = arguments.address.filter(|ip| !ip.is_unspecified()).map(|ip| match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    });
    Ok(Options {
        occasion: place.occasion(),
        address: arguments.address,
        port: arguments.port,
        prefix: arguments.prefix.clone(),
        hosts: arguments.allow_host.iter().map(|host| host.to_ascii_lowercase()).chain(own).collect(),
        out: place.output(root, arguments.out.as_deref())?,
        method: if arguments.poll { Method::Poll } else { Method::Events },
    })
}

/// Prints the findings of a change, then a one-line summary.
fn tell(notice: Notice, root: &Root) {
    let rebuild = match notice {
        Notice::Watching => return report::note("watching for changes"),
        Notice::Trouble(text) => return report::note(&format!("warning: {text}")),
        Notice::Rebuilt(rebuild) => rebuild,
    };
    let Rebuild { what, datasets, errors, warnings, findings, is_first, shows, took, trouble } = rebuild;
    // Listing a whole portal's warnings is the job of `check`; here they are only counted.
    let shown = if is_first { findings.only(Severity::Error) } else { findings };
    report::findings(shown, Format::Human, Detail::Grouped, root);
    let state = match shows {
        Shows::This => "",
        Shows::LastGood => "; still showing the last good site",
        Shows::Nothing => "; nothing to show yet",
    };
    if let Some(trouble) = trouble {
        return report::note(&format!("warning: {what}: {trouble}{state}"));
    }
    let took = took.as_secs_f64() * 1000.0;
    let counts = format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    let what = if is_first { counted(datasets, "dataset") } else { what };
    report::note(&format!("{what}: {took:.0} ms, {counts}{state}"));
}

/// Parses a path prefix: it starts and ends with `/`.
fn prefix(text: &str) -> Result<String, String> {
    let is_part = |part: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        !part.is_empty() && !part.starts_with('.') && part.chars().all(is_plain)
    };
    let parts: Vec<&str> = text.trim_matches('/').split('/').collect();
    match parts[..] {
        [""] => Ok("/".to_owned()),
        _ if parts.iter().all(|part| is_part(part)) => Ok(format!("/{}/", parts.join("/"))),
        _ => Err("use a path of letters, digits and hyphens, like /data/catalogue/".to_owned()),
    }
}

fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    let command = command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Waits for the process, so that the system can release it.
        Ok(mut browser) => drop(thread::spawn(move || browser.wait())),
        Err(_) => report::note(&format!("could not open a browser; the address is {address}")),
    }
}
