//! [`Preview`]: what all threads of the preview share.

use super::connections::Connections;
use super::screen::Screen;
use crate::pipeline::Workspace;
use crate::write::Output;

/// The data shared by all connections.
pub(super) struct Preview {
    pub(super) screen: Screen,
    pub(super) connections: Connections,
    /// Answers requests for single datasets until all have been read.
    pub(super) early: Workspace,
    pub(super) out: Output,
    pub(super) prefix: String,
    /// The folder of the preview's own files, with a name that pages of other sites cannot guess.
    pub(super) own: String,
    pub(super) hosts: Vec<String>,
}
