# The page of a KPI. The top, and the sentences beside the figure.

kpi-from = From { $dataset }
kpi-change-over-year = Change over a year
kpi-variation-and-assurance = Variation and assurance

# The chart. The script tells what the slider over it does.

kpi-chart = Chart
chart-read-by-period = Read the chart by period
kpi-how-to-read = How to read this chart
kpi-chart-image = image (SVG)
kpi-chart-data = data (CSV)
kpi-chart-download = Download this chart: { $image }, { $data }.

# Headings, also as links. `$column` is what the figures are broken down by, such as a region.

kpi-breakdown = By { $column }
kpi-caveats = Before you use these figures
kpi-definition = Definition
kpi-markers = Markers used
kpi-how-made = How it was made

# The table over time, and the table by region or the like. `kpi-spc` is the short form, on narrow screens.

kpi-table = { $kpi }, all periods
kpi-table-caption = { $kpi }, latest period first
kpi-figure = Figure
unweighted-mean = unweighted mean
headline-incomplete = Not compared with other periods: { $names } did not report.
headline-incomplete-target = Not compared with other periods or with the target: { $names } did not report.
headline-refused = There is no figure, because { $names } did not report.
kpi-interval = Confidence interval
interval-between = between { $lower } and { $upper }
kpi-gap = No data: { $periods }
kpi-mean = Mean
kpi-lower-limit = Lower limit
kpi-upper-limit = Upper limit
kpi-trajectory = Trajectory
kpi-table-download = Source data: { $source }. Download this table: { $csv }, { $json }.
kpi-same-scale = All charts use the same scale, { $low } to { $high }, in table order.
kpi-breakdown-caption = { $kpi }: latest figure for each { $column }
kpi-spc = SPC

# Facts, definition and how it was made.

kpi-latest-period = Latest period
kpi-unit = Unit
kpi-next-update = Next update
kpi-none-planned = None planned
kpi-no-fixed-date = No fixed date
kpi-reproduce = Every figure on this page can be reproduced from { $source }. Machine-readable data: { $csv }, { $json }.
kpi-made-by = Made by Shelfmark { $version } from a file with the SHA-256 { $hash }.

# All KPIs.

kpi = KPI
kpis-some-shown = { $count ->
    [one] This page shows { $shown } of { $count } KPI.
   *[other] This page shows { $shown } of { $count } KPIs.
 }
kpis-toolbar = Sort and filter
kpis-find = Find
kpis-search-all = Search all KPIs
kpis-variation-concern = Concern
kpis-variation-improvement = Improvement
kpis-variation-neutral = Change, neither good nor bad
kpis-variation-none = No SPC
kpis-target-missed = Misses consistently
kpis-target-inconsistent = May or may not meet
kpis-target-met = Meets consistently
kpis-target-none = No target assessment
kpis-sort = Sort by
kpis-sort-default = Default order
kpis-sort-name = Title, A to Z
kpis-sort-variation = Variation, concern first
kpis-sort-target = Target, misses first
kpis-show-as = Show as
kpis-tiles = Tiles
kpis-table = Table
kpis-latest-figures = KPIs, latest figures
kpis-latest = Latest
kpis-target = Target { $target }

# How many KPIs are shown once the list is filtered, and of a list with several pages, what the button does.

kpis-all = { $count ->
    [one] { $count } KPI
   *[other] { $count } KPIs
 }
kpis-some = { $count ->
    [one] { $shown } of { $count } KPI
   *[other] { $shown } of { $count } KPIs
 }
kpis-on-page = { $count ->
    [one] { $count } KPI on this page.
   *[other] { $count } KPIs on this page.
 } { kpis-other-pages }
kpis-some-on-page = { $count ->
    [one] { $shown } of the { $count } KPI on this page.
   *[other] { $shown } of the { $count } KPIs on this page.
 } { kpis-other-pages }
kpis-other-pages = “{ kpis-search-all }” also finds KPIs on other pages.

# Labels of variation and of assurance, beside their signs.

spc-common-cause = No significant change
spc-improvement-high = Improvement, higher
spc-improvement-low = Improvement, lower
spc-concern-high = Concern, higher
spc-concern-low = Concern, lower
spc-neutral-high = Change, higher
spc-neutral-low = Change, lower
spc-consistent-pass = Meets target consistently
spc-consistent-fail = Misses target consistently
spc-inconsistent = May or may not meet target
