//! Where the cells of a long table stand in a wide file.

/// Which columns of the file a long table is made from.
pub(in crate::load) struct Wide {
    /// The columns that stay.
    pub(in crate::load) kept: Vec<usize>,
    /// The columns that became rows.
    pub(in crate::load) melted: Vec<usize>,
}

impl Wide {
    /// The row and the column of the file where a cell stands. The heading of a cell stands with it.
    pub(in crate::load) fn in_file(&self, row: usize, column: usize) -> (usize, usize) {
        let cell = || self.melted[row % self.melted.len()];
        (row / self.melted.len(), self.kept.get(column).copied().unwrap_or_else(cell))
    }

    /// The column of the file whose heading is a cell: that of the column of names.
    pub(in crate::load) fn heading_of(&self, row: usize, column: usize) -> Option<usize> {
        (column == self.kept.len()).then(|| self.melted[row % self.melted.len()])
    }

    /// The column of the file whose heading stands for a column.
    pub(in crate::load) fn heading(&self, column: usize) -> usize {
        self.kept.get(column).copied().unwrap_or(self.melted[0])
    }

    /// The number of columns in the file.
    pub(in crate::load) fn columns(&self) -> usize {
        self.kept.len() + self.melted.len()
    }
}
