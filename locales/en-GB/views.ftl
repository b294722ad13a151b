# Titles, descriptions and sentences of pages that are made from data.

## Titles and descriptions

datasets-about = { $count ->
    [one] The dataset in this portal.
   *[other] All { $count } datasets in this portal, A to Z.
}
theme-about = Datasets on the theme { $theme }.
themes-about = The themes of the datasets in this portal.
publisher-about = Datasets published by { $publisher }.
publishers-about = The organisations that publish datasets in this portal.
kpis-about = Key figures, each calculated from data you can download.
kpi-about = { $kpi }, from { $dataset }.
fields-about = Every data field (column), and the datasets that use it.
field-about = Datasets with a column called { $field }.
releases-about = What changed in this portal and its datasets, newest first.
note-title = { $what }, version { $version }
note-about = Release note for { $note }.
assurance-about = What was checked, approved and protected in this portal.
search-about = Find datasets, columns, codes, KPIs and guidance.
content-about = { $portal }: { $page }

## Lists of datasets: headings of what they are grouped by

facet-theme = Theme
facet-format = Format

## Assurance

assurance-dpia = DPIA stated
assurance-dpia-detail = { $met } of { $all } datasets: { $completed } completed, { $not-required } not required
assurance-checklist = Checklist complete
# `$roles` is a list such as: information governance and the business owner.
assurance-checklist-detail = { $met } of { $all } datasets approved by { $roles }, { $clear } of them without waivers
assurance-checklist-small = { $met } of { $all } datasets approved by { $roles }, { $clear } of them without waivers. One person may approve in several roles, because the organisation is small.
checklist = Checklist of information governance
checklist-about = “Proved” means that this site would not have been made otherwise. “Declared” means that somebody says so, as shown here.
checklist-line = Question
checklist-state = Answer
checklist-proved = Proved
checklist-declared = Declared
checklist-open = Open
checklist-waived = In waivers, see below
checklist-detail = { $met } of { $all }
checklist-source = For how many, or where it is said
checklist-identifiers = No identifiers of patients in what could be published
checklist-dpia = A DPIA reference, or why none was needed
checklist-dictionary = The data dictionary is complete
checklist-secrets = No passwords, keys or tokens in what could be published
checklist-access = Access to sources and tools is no wider than it must be
checklist-audit-log = Reads and writes are in an audit log
checklist-small-numbers = Small numbers are protected where people are counted
checklist-aggregated = Aggregated tables only, and no free text about people
checklist-retention = How long data is kept
checklist-approvals = Approved in all roles
assurance-approval = { $role }: { $by }, { $date }
assurance-owner = Owner: { $owner }
assurance-withdraw-title = If something must not be seen
assurance-withdraw = Write to { $contact } with the address of the page, and do not copy what you saw. The release manager takes a release back with “shelfmark withdraw”, and a dataset with “shelfmark withdraw --dataset”.
assurance-documented = Columns documented
assurance-documented-detail = { $met } of { $all } columns with a title, a type and a description
assurance-units = Numbers with a unit
assurance-units-detail = { $met } of { $all } columns of numbers
assurance-fresh = Up to date
assurance-fresh-detail = { $met } of { $all } regularly updated datasets
assurance-clean = Checks passed without a warning
assurance-clean-detail = { $met } of { $all } datasets; none with an error is published
assurance-hidden = Small numbers suppressed
assurance-hidden-detail = { $tables ->
    [one] in { $tables } protected table; { $before }
   *[other] in { $tables } protected tables; { $before }
}
assurance-hidden-before = { $count ->
    [one] { $count } more cell was confidential in the source
   *[other] { $count } more cells were confidential in the source
}
assurance-source-to-site = From source to site
assurance-source-to-site-detail = Median time from the last day covered to publication, for regularly updated datasets
assurance-request-to-live = From request to go-live
assurance-request-to-live-detail = Median, for datasets that give both dates
assurance-days = { $days } days
assurance-not-stated = not stated
assurance-none = none
assurance-over-99 = over 99%
assurance-under-1 = under 1%

## Facts of a dataset

cite-kpi-title = { $kpi } ({ $dataset })
citation = { $publisher }. { $title }, version { $version }. { $portal }, { $date }. { $address }

## Data dictionary. A column's type is followed by what else is known of it.

field-format = { $kind } ({ $format })
field-decimals = { $kind }, { $decimals }
field-decimals-of-unit = { $decimals } ({ $unit })
field-sensitive = { $kind }, sensitive
field-complete-over = over 99.9%
field-complete-under = under 0.1%
field-missing = { $marker } { $words }: { $count }
field-blank = blank: { $count }
field-from = from { $from }
field-to = to { $to }
field-or-more = { $number } or more
field-or-less = { $number } or less
field-pattern = pattern { $pattern }

## How a KPI is calculated

computed-sum = The sum of { $formula } over the rows of each period.
computed-sum-all = The sum of { $formula } over all rows.
computed-mean = The mean of { $formula } over the rows of each period.
computed-mean-all = The mean of { $formula } over all rows.
computed-unweighted = The unweighted mean of { $formula } over the rows of each period: each row counts the same.
computed-unweighted-all = The unweighted mean of { $formula } over all rows: each row counts the same.
computed-weighted = The mean of { $formula } over the rows of each period, weighted by { $weight }.
computed-weighted-all = The mean of { $formula } over all rows, weighted by { $weight }.
computed-latest = { $formula }, from the single row for each period.
computed-latest-by = { $formula }, from the single row for each period and { $column }.
computed-latest-all-by = { $formula }, from the single row for each { $column }.
computed-latest-all = { $formula }, from the single row.
computed-ratio = The sum of { $of } divided by the sum of { $to }.
computed-ratio-times = The sum of { $of } divided by the sum of { $to }, times { $per }.
computed-filter = Only rows where { $column } is { $values }.
computed-blank = blank
computed-total = Where there is a row for { $total } ({ $column }), only that row is used; its parts are not added.
computed-refuse = If any value is missing, no figure is calculated.
computed-rounding = Figures are shown to { $decimals }, halves rounded away from zero. Changes and limits are calculated from unrounded figures.
computed-whole = Figures are shown as whole numbers, halves rounded away from zero. Changes and limits are calculated from unrounded figures.
caveat-omit = Values that are not available are left out of the figures.

## Targets

target-met-or-more = The target of { $target } or more was met.
target-met-or-less = The target of { $target } or less was met.
target-missed-or-more = The target of { $target } or more was not met: { $distance }.
target-missed-or-less = The target of { $target } or less was not met: { $distance }.
target-figure-is = the figure is { $figure }
target-figure-below = the figure is { $distance } below it
target-figure-above = the figure is { $distance } above it
target-met-figure = { $met } The figure is { $figure }.
target-is = The target is { $target }.
target-no-figure = The target is { $target }; there is no figure to compare with it.

## SPC

spc-limits = Mean { $mean }, limits { $lower } to { $upper }, from { $points } ({ $periods }). { $screening }
spc-cut = Limits end where the figures can go no further; the downloads give them as calculated.
spc-no-limits = Mean { $mean }, from { $points } ({ $periods }).
spc-not-calculated = cannot be calculated
spc-screened = Unusually large changes are excluded when calculating limits.
spc-not-screened = All changes are included when calculating limits.

## A KPI's page

kpi-table-title-bars = All together, by period
kpi-table-title = The same data as a table

## KPIs for other programs

kpi-no-rows = No row of the table has a period and a figure.
kpi-not-joined = The rows of a period cannot be joined into one figure; see breakdown.

# The board of datasets on their way to publication.

journey = Before publication
journey-about = Datasets on their way to publication: where each is, for how long, and what it still lacks.
journey-stage = Stage
journey-since = { $count ->
    [0] Since { $date }
    [one] Since { $date }, { $count } day
   *[other] Since { $date }, { $count } days
}
journey-go-live = Goes live
journey-lacks = Still lacks
journey-next = Needed for the next stage
journey-nothing = Nothing
journey-none = No dataset is on its way: all are live.
need-day = The day on which the stage “{ $stage }” began
need-contact = A single point of contact
need-terms-of-reference = Terms of reference with a timeline
need-test-data = Test data, agreed
need-dpia = The reference of the data protection impact assessment
need-lawful-basis = The lawful basis
need-retention = How long the data is kept
need-data = The data
need-dictionary = A data dictionary
need-guidance = Guidance for readers
need-release-note = A release note
need-go-live = The day on which it goes live
need-approval = Approval: { $role }
