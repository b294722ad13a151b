//! A release in its place.

use super::{Bag, Event, Line, Version};

/// A release in its place: whole, durable, and never changed again.
pub struct Committed {
    /// Its version.
    pub version: Version,
    /// Its place in the order of all releases.
    pub seq: u64,
}

/// The line of history for a release in its place.
pub(super) fn line(bag: &Bag) -> Line {
    Line {
        seq: bag.info.seq,
        event: Event::Committed,
        version: Some(bag.info.version.clone()),
        tagmanifest: Some(bag.tagmanifest.clone()),
        stamp: Some(bag.info.stamp),
        ..Line::default()
    }
}

pub(super) fn taken(version: &Version) -> String {
    format!("release {version} was made before, and a release never changes; leave the version out for the next one")
}
