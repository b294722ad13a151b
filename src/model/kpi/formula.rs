//! Signed sums of columns: `attendances - breaches`.

/// A signed sum of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    terms: Vec<Term>,
}

/// One column of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether the column is subtracted.
    pub negative: bool,
    /// The column's name.
    pub column: String,
}

/// Why a text is not a formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// An operator without a column on one side.
    #[error("a column name is missing beside `+` or `-`")]
    MissingColumn,
    /// A backquote is not closed.
    #[error("a backquote is not closed")]
    OpenQuote,
}

impl Formula {
    /// Reads column names joined by ` + ` and ` - `. The spaces around a sign allow names to contain hyphens. A name that
    /// contains ` + ` or ` - ` must be in backquotes.
    ///
    /// # Errors
    /// [`FormulaError`] if a column name is missing or a backquote is not closed.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let mut terms = Vec::new();
        let mut rest = text.trim();
        let mut negative = false;
        if let Some(after) = rest.strip_prefix("- ") {
            (negative, rest) = (true, after.trim_start());
        }
        loop {
            let (column, after) = if let Some(quoted) = rest.strip_prefix('`') {
                quoted.split_once('`').ok_or(FormulaError::OpenQuote)?
            } else {
                let end = [" + ", " - "].iter().filter_map(|sign| rest.find(sign)).min().unwrap_or(rest.len());
                rest.split_at(end)
            };
            let column = column.trim();
            if column.is_empty() || column == "+" || column == "-" {
                return Err(FormulaError::MissingColumn);
            }
            terms.push(Term { negative, column: column.to_owned() });
            let after = after.trim_start();
            if after.is_empty() {
                return Ok(Self { terms });
            }
            negative = after.starts_with('-');
            rest = after.strip_prefix(['+', '-']).ok_or(FormulaError::MissingColumn)?.trim_start();
        }
    }

    /// The columns and their signs.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

#[cfg(test)]
mod tests {
    use super::{Formula, FormulaError, Term};

    fn term(sign: char, column: &str) -> Term {
        Term { negative: sign == '-', column: column.to_owned() }
    }

    #[test]
    fn signed_sums_and_quoted_names() {
        let read = |text| Formula::parse(text).map(|formula| formula.terms);
        assert_eq!(read("attendances - breaches"), Ok(vec![term('+', "attendances"), term('-', "breaches")]));
        assert_eq!(read("`Waiting - over 4` + b-c"), Ok(vec![term('+', "Waiting - over 4"), term('+', "b-c")]));
        assert_eq!(read("Greater Glasgow and Clyde"), Ok(vec![term('+', "Greater Glasgow and Clyde")]));
        assert_eq!(read(""), Err(FormulaError::MissingColumn));
        assert_eq!(read("`a"), Err(FormulaError::OpenQuote));
    }
}
