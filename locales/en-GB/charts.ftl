# Titles, descriptions and keys of charts.

## The finding

finding-with-title = { $title }: { $finding }
finding-extremes = highest for { $highest }, lowest for { $lowest }
finding-extremes-some = highest for { $highest } and lowest for { $lowest } of the { $count } with a figure
finding-all-equal = { $figure } for all
finding-member = { $name } ({ $figure })
finding-in = { $finding } { $period }
finding-none = no figure
target-of = the target of { $figure }
target-in-force = the target of the time
finding-met-all = met { $target } in all { $periods }
finding-met-all-with-data = met { $target } in all { $periods } with a complete figure
finding-missed-all = missed { $target } in all { $periods }
finding-missed-all-with-data = missed { $target } in all { $periods } with a complete figure
finding-higher-in = higher than expected { $period }
finding-lower-in = lower than expected { $period }
finding-higher-since = higher than expected since { $period }
finding-lower-since = lower than expected since { $period }
finding-missing = { $marker }, { $words }
finding-changed = { $finding }, { $change }
chart-subtitle = { $unit }.
chart-subtitle-periods = { $unit }, { $periods }.
chart-axis = { $subtitle } Vertical axis starts at { $from }, not zero.
chart-synthetic = { $subtitle } Synthetic data.
chart-source = Source: { $publisher }, { $dataset }. { $address }

## The key

key-expected = As expected
key-neutral = Unusual, neither good nor bad
key-mean = Mean { $figure }
key-limit = Limits
key-limits = Limits { $lower } to { $upper }
key-incomplete = Incomplete
key-target-figure = Target { $figure }
key-interval = Confidence interval
key-rebase = Limits recalculated from { $period }

## Labels at the lines

label-upper = Upper limit { $figure }
label-lower = Lower limit { $figure }
point-label = { $period }: { $figure }
point-label-cause = { $point }, { $cause }
panel-title = { $name }: { $figure } { $period }

## Descriptions for those who cannot see the chart

description-one = One figure: { $figure }.
figure-with-interval = { $figure } ({ $interval })
description-ends = From { $first } to { $last }.
description-extremes = Lowest { $lowest }, highest { $highest }.
description-figure = { $figure } { $period }
description-target = Target { $target }.
description-target-changes = Target { $figure } { $period }.
description-interval = The confidence interval of the latest figure is { $interval }.
description-trajectory = The trajectory runs from { $first } to { $last }.
description-limits = Limits from { $lower } to { $upper }.
description-special = { $count ->
    [one] { $count } point shows special cause variation.
   *[other] { $count } points show special cause variation.
}
description-rebase = Limits recalculated from { $period }.
description-provisional = { $count ->
    [one] The latest period is provisional.
   *[other] The latest { $count } periods are provisional.
}
description-missing = { $count ->
    [one] { $periods } has no figure.
   *[other] { $periods } have no figure.
}
description-bars = { $bars }. { $list }.
description-bar = { $name }: { $figure }

## In the picture

chart-provisional = Provisional
chart-axis-starts = Vertical axis starts at { $figure }, not zero.
chart-nothing = There is no data to show in this chart.
