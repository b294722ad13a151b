# The words of fixed vocabularies.

## How often a dataset is updated

frequency-daily = Daily
frequency-weekly = Weekly
frequency-fortnightly = Every two weeks
frequency-monthly = Monthly
frequency-quarterly = Quarterly
frequency-biannual = Twice a year
frequency-annual = Annual
frequency-biennial = Every two years
frequency-quinquennial = Every five years
frequency-continuous = Continuous
frequency-irregular = Irregular
frequency-none = No further updates planned

## What kind of statistics a dataset holds

status-accredited = Accredited official statistics
status-official = Official statistics
status-in-development = Official statistics in development
status-management = Management information
status-ad-hoc = Ad hoc statistics
synthetic = Synthetic data
status-synthetic = Synthetic data: not about real people

## Who approved a publication

role-information-governance = Information governance
role-statistical-control = Statistical control
role-business-owner = Business owner
role-caldicott-guardian = Caldicott Guardian

# The same in a sentence: approved by ...
approver-information-governance = information governance
approver-statistical-control = statistical control
approver-business-owner = the business owner
approver-caldicott-guardian = the Caldicott Guardian

## The way to publication

stage-requested = Requested
stage-discovery = Discovery
stage-validation = Validation
stage-pipeline = Pipeline
stage-staging = Staging
stage-live = Live
stage-retired = Retired
step-go-live = Live since

## Who may read a dataset

access-public = Public
access-internal = Internal

## Whether a dataset is up to date

freshness-current = Current
freshness-due = Due
freshness-overdue = Overdue
freshness-behind = Not recent
freshness-retired = No longer updated
badge-label = data last updated
freshness-data-to = { $label }: { $data }
data-to = data to { $month }
badge-behind = { $date }, { $data }
badge-overdue = { $date } (overdue)
badge-retired = { $date } (no longer updated)

## What a release changed

note-data = New data
note-correction = Correction
note-schema = Changed columns
note-metadata = Documentation update

## Markers in the place of figures

marker-confidential = confidential
marker-not-available = not available
marker-not-applicable = not applicable
marker-low = low: rounds to 0 but is not 0
marker-unreliable = low reliability
marker-provisional = provisional
marker-revised = revised
marker-estimated = estimated
marker-forecast = forecast
marker-break = break in the series
marker-total = total
marker-none-recorded = none recorded in the survey
marker-average = average
marker-not-significant = not statistically significant

## SPC: which rule a point falls under

cause-common = common cause variation
cause-above-limit = above the upper limit
cause-below-limit = below the lower limit
cause-rising = part of a run of 7 or more rising points
cause-falling = part of a run of 7 or more falling points
cause-near-upper = one of 2 in 3 points near the upper limit
cause-near-lower = one of 2 in 3 points near the lower limit
cause-run-above = part of a run of 7 or more points above the mean
cause-run-below = part of a run of 7 or more points below the mean

## SPC: what the newest point means

variation-common-cause = Common cause variation: no significant change.
variation-improvement-high = Special cause variation, improving: figures are higher than usual.
variation-improvement-low = Special cause variation, improving: figures are lower than usual.
variation-concern-high = Special cause variation, concerning: figures are higher than usual.
variation-concern-low = Special cause variation, concerning: figures are lower than usual.
variation-neutral-high = Special cause variation: figures are higher than usual, which is neither good nor bad.
variation-neutral-low = Special cause variation: figures are lower than usual, which is neither good nor bad.
variation-despite-rise = { $variation } That is despite the latest rise.
variation-despite-fall = { $variation } That is despite the latest fall.

## SPC: whether the process can meet its target

assurance-consistent-pass = The target will keep being met unless the process changes.
assurance-consistent-fail = The target will keep being missed unless the process changes.
assurance-inconsistent = The target is within the limits, so it may or may not be met.

## SPC: why there is no icon

reason-no-data = There is no data.
reason-few-points = { $count ->
    [one] Not enough data: limits need at least { $needed } points, and there is 1 point.
   *[other] Not enough data: limits need at least { $needed } points, and there are { $count } points.
}
reason-no-variation = Limits cannot be calculated: the figures do not vary.
reason-no-neighbours = Limits cannot be calculated: no two consecutive periods have figures.
reason-no-width = The limits have no width: nearly all figures are the same.
reason-unfit = The chart does not fit these figures: { $special } of { $points } show special cause variation. The process may be seasonal or may have changed, or a few figures may be far from the others.
reason-contradicted = The chart does not fit these figures: its limits say the opposite of the record, in which the target was met at { $met } of { $points }.
reason-latest-missing = The latest figure is missing, so its variation cannot be judged.
reason-latest-incomplete = The latest figure is incomplete, so its variation cannot be judged.

## Small numbers

protection-no-counts = No column in this table counts people.
protection-none = No counts are suppressed: { $reason }.
protection-no-reason = no reason given
protection-suppressed = { $count ->
    [0] Counts of { $least } to { $most } are suppressed; none needed it.
    [one] 1 count is shown as [c]: counts of { $least } to { $most } are suppressed, and so are those from which one of them could be worked out.
   *[other] { $count } counts are shown as [c]: counts of { $least } to { $most } are suppressed, and so are those from which one of them could be worked out.
}
protection-shown = Counts of { $counts } are shown: { $reason }.
protection-rounded = All other counts are rounded to the nearest { $base }.
protection-width = By arithmetic on the published figures alone, nobody can narrow a suppressed count of { $least } to { $most } down to a range of less than { $width }.
protection-earlier = Not compared with releases up to { $release }: { $reason }
protection-columns = Suppressed in: { $columns }.
protection-others = Not taken for counts of people: { $columns }.
protection-more = { $columns } and { $more } more
protection-before = { $count ->
    [one] 1 cell was already confidential in the source.
   *[other] { $count } cells were already confidential in the source.
}
