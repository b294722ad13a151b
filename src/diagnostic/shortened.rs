//! The first of many names, in one line.

/// At most so many names, and how many more there are: `a, b and 3 more`.
#[must_use]
pub fn shortened<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let more = if names.len() > most { format!(" and {} more", names.len() - most) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
