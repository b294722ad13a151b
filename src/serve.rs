//! The preview: shows the portal on this machine while its files are being edited.
//!
//! In: the portal's folder and [`Options`]. Out: a server that renders pages on request, and a [`Notice`] of each change.
//! Invariant: pages come from the same stages and `render` as in `build`. Other machines and other sites have no access:
//! unless told otherwise, the server listens only on loopback. It answers only to its own names, and lets no other page read
//! from it.

mod answer;
mod change;
mod connections;
mod head;
mod http;
mod ledger;
mod media;
mod notice;
mod output;
mod overlay;
mod preview;
mod rebuild;
mod screen;
mod target;
mod watch;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

pub use notice::{Notice, Rebuild, Shows};
use preview::Preview;
pub use watch::{Method, WatchError};

use self::change::Change;
use self::ledger::Ledger;
use self::rebuild::Pending;
use crate::load::Root;
use crate::model::Occasion;
use crate::pipeline::Workspace;
use crate::write::Output;

/// The default port.
pub const PORT: u16 = 4870;

/// The settings of a preview.
pub struct Options {
    /// The day to show the portal for, and the edition.
    pub occasion: Occasion,
    /// The address to listen on; `None` for loopback.
    pub address: Option<IpAddr>,
    /// The port; `None` for the first free one starting at [`PORT`], 0 for any free one.
    pub port: Option<u16>,
    /// The path prefix of all pages. It starts and ends with `/`.
    pub prefix: String,
    /// Host names allowed besides those of loopback.
    pub hosts: Vec<String>,
    /// The folder of the built site.
    pub out: Output,
    /// How to find changes.
    pub method: Method,
}

/// Starts a preview in threads of its own, and returns its address. It runs until the process ends.
///
/// # Errors
/// If no port can be opened.
pub fn start(root: &Root, options: Options, notify: impl Fn(Notice) + Send + Sync + 'static) -> io::Result<String> {
    let (listeners, at) = listen(options.address, options.port)?;
    let Options { occasion, prefix, hosts, out, method, .. } = options;
    let own = format!("{prefix}-{}/", token());
    let (screen, connections) = (screen::Screen::default(), connections::Connections::default());
    let early = Workspace::closed(root, &occasion).showing_drafts();
    let address = format!("http://{}{prefix}", host(at));
    let preview = Arc::new(Preview { screen, connections, early, out, prefix, own, hosts });
    for listener in listeners {
        let preview = Arc::clone(&preview);
        thread::Builder::new().name("accept".to_owned()).spawn(move || http::accept(&listener, &preview))?;
    }
    let root = root.clone();
    thread::Builder::new()
        .name("rebuild".to_owned())
        .spawn(move || prepare(&root, &occasion, method, &preview, &Arc::new(notify)))?;
    Ok(address)
}

/// Reads the portal, then follows its changes. If that fails, tells open pages and the terminal.
fn prepare<N>(root: &Root, occasion: &Occasion, method: Method, preview: &Preview, notify: &Arc<N>)
where
    N: Fn(Notice) + Send + Sync + 'static,
{
    if catch_unwind(AssertUnwindSafe(|| follow(root, occasion, method, preview, notify))).is_err() {
        let trouble = "the preview has failed and follows no changes; start it again";
        preview.screen.change(screen::Effect::Overlay, &overlay::trouble(trouble), |state| state.is_read = true);
        notify(Notice::Trouble(trouble.to_owned()));
    }
}

fn follow<N>(root: &Root, occasion: &Occasion, method: Method, preview: &Preview, notify: &Arc<N>)
where
    N: Fn(Notice) + Send + Sync + 'static,
{
    rebuild::begin(preview);
    // Made before the reading starts, so that files changed in the meantime are read again.
    let ledger = Ledger::of(root.path());
    let mut workspace = Workspace::closed(root, occasion).showing_drafts();
    let first = rebuild::first(&mut workspace, preview);
    let pending = Pending::after(first.as_ref().ok());
    match first {
        Ok(first) => notify(Notice::Rebuilt(first)),
        Err(error) => notify(Notice::Trouble(rebuild::refused(&error, screen::Effect::Reload, preview))),
    }
    let (sender, changes) = channel();
    let (folder, tell) = (root.path().to_owned(), Arc::clone(notify));
    let watching = move || keep_watching(&folder, method, ledger, &sender, &*tell);
    match thread::Builder::new().name("watch".to_owned()).spawn(watching) {
        Ok(_) => rebuild::run(workspace, pending, &changes, preview, &**notify),
        Err(error) => notify(Notice::Trouble(error.to_string())),
    }
}

/// Sends changes below a folder, even after the folder disappears and returns.
fn keep_watching(folder: &Path, mut method: Method, mut ledger: Ledger, sender: &Sender<Change>, tell: &impl Fn(Notice)) {
    loop {
        match watch::watch(folder, method, &mut ledger, sender, &|| tell(Notice::Watching)) {
            Ok(()) => return,
            Err(WatchError::Gone) => {
                while !folder.is_dir() {
                    thread::sleep(Duration::from_millis(100));
                }
            }
            // The system may have too few watches for so many folders. Polling needs none.
            Err(refused) => {
                method = Method::Poll;
                tell(Notice::Trouble(refused.to_string()));
            }
        }
    }
}

/// Opens a port on both loopback addresses, or on the address asked for.
fn listen(address: Option<IpAddr>, port: Option<u16>) -> io::Result<(Vec<TcpListener>, SocketAddr)> {
    let main = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let ports = port.map_or(PORT..=PORT + 9, |port| port..=port);
    let mut refused = None;
    for port in ports {
        match both(main, port, address) {
            Ok(sockets) => return Ok(sockets),
            Err(error) => {
                let message = format!("port {port}: {error}; name another with --port");
                refused = Some(io::Error::new(error.kind(), message));
            }
        }
    }
    Err(refused.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Opens a socket, and one for IPv6 if it is for loopback. `localhost` may mean either address, so another program must not
/// have one of them.
fn both(main: IpAddr, port: u16, address: Option<IpAddr>) -> io::Result<(Vec<TcpListener>, SocketAddr)> {
    let listener = TcpListener::bind((main, port))?;
    let at = listener.local_addr()?;
    if address.is_some() {
        return Ok((vec![listener], at));
    }
    match TcpListener::bind((Ipv6Addr::LOCALHOST, at.port())) {
        Ok(twin) => Ok((vec![listener, twin], at)),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        // Without IPv6, IPv4 is enough.
        Err(_) => Ok((vec![listener], at)),
    }
}

/// The host and port that a browser on this machine uses for an address.
fn host(at: SocketAddr) -> String {
    match at.ip() {
        ip if ip.is_unspecified() || ip == IpAddr::V4(Ipv4Addr::LOCALHOST) => format!("localhost:{}", at.port()),
        _ => at.to_string(),
    }
}

/// A random token of 128 bits that pages of other sites cannot guess. The keys of the standard library come from the system's
/// random numbers.
fn token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
