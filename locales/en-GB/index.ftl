# What the search index says of its results.

search-heading-columns = Columns
search-dataset-note = Updated { $date }. { $frequency }. { $publisher }.
search-column-note = In { $datasets }.
search-kpi-figure = { $figure }, { $period }
