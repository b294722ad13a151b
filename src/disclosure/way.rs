//! Ways of choosing which counts to hide. None is the best for all tables, so several are tried.

/// How the next count to hide is chosen, and which hidden count is looked after first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) price: Price,
    pub(super) order: Order,
}

/// What it costs to hide a count.
#[derive(Clone, Copy, Debug)]
pub(super) enum Price {
    /// What is lost.
    Loss,
    /// The same for each.
    Equal,
    /// Less for large counts than what is lost, because they give more room.
    Root,
}

/// Which hidden count is looked after first.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    /// The smallest, which has the least room.
    Smallest,
    /// The largest.
    Largest,
}

/// All of them, the best for most tables first.
pub(super) const WAYS: [Way; 6] = [
    Way { price: Price::Loss, order: Order::Smallest },
    Way { price: Price::Root, order: Order::Smallest },
    Way { price: Price::Equal, order: Order::Smallest },
    Way { price: Price::Loss, order: Order::Largest },
    Way { price: Price::Root, order: Order::Largest },
    Way { price: Price::Equal, order: Order::Largest },
];
