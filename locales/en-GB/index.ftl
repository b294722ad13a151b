# What the search index says of its results.

search-kind-datasets = Datasets
search-kind-dataset-one = dataset
search-kind-dataset-many = datasets
search-kind-columns = Columns
search-kind-column-one = column
search-kind-column-many = columns
search-kind-kpis = KPIs
search-kind-kpi-one = KPI
search-kind-kpi-many = KPIs
search-kind-guidance = Guidance
search-kind-guidance-one = guidance page
search-kind-guidance-many = guidance pages
search-dataset-note = Updated { $date }. { $frequency }. { $publisher }.
search-column-note = In { $datasets }.
search-kpi-figure = { $figure }, { $period }
