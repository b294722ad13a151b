# Numbers, dates, units and changes.

## Numbers

number-minus = −
number-group = ,
number-point = .
range = { $from } to { $to }
range-of-ranges = { $from } until { $to }
list-or = { $first } or { $last }
list-and = { $first } and { $last }
size-bytes = { $number } bytes
size-kilobytes = { $number } kB
size-megabytes = { $number } MB

## Dates and periods

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
period-week-beginning = week beginning { $date }
period-week-ending = week ending { $date }
period-month = { $month } { $year }
period-quarter = { $first } to { $last } { $year }
period-financial-year = financial year ending March { $year }
period-year-ending = year ending { $month } { $year }
period-academic-year = academic year { $first } to { $last }
from-period = from { $period }
in-period = in { $period }
in-day = on { $period }
in-week = in the { $period }
in-named-year = in the { $period }
season-spring = spring { $year }
season-summer = summer { $year }
season-autumn = autumn { $year }
season-winter = winter { $year } to { $next }
provisional-mark = (provisional)
without-mark = (without { $names })
without-many-mark = { $count ->
    [one] (without { $count } place or group)
   *[other] (without { $count } places or groups)
}
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
count-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
count-quarters = { $count ->
    [one] { $count } quarter
   *[other] { $count } quarters
}
count-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
count-periods = { $count ->
    [one] { $count } period
   *[other] { $count } periods
}

## Units

unit-number = number
unit-in-column = as named in { $column }
unit-percentage = percentage
unit-pounds = pounds
unit-dollars = dollars
unit-euros = euros
unit-thousands = thousands of { $currency }
unit-millions = millions of { $currency }
unit-billions = billions of { $currency }
magnitude-thousand = thousand
magnitude-million = million
magnitude-billion = billion
percentage-point = { $number } percentage point
percentage-points = { $number } percentage points

## Changes. $since is like "in March 2019".

change-none = No change from { $from } { $since }.
change-unclear = No clear change from { $from } { $since }: the confidence intervals overlap.
change-up = Up { $by } from { $from } { $since }.
change-down = Down { $by } from { $from } { $since }.
change-up-from = Up from { $from } { $since }.
change-down-from = Down from { $from } { $since }.
change-to = { $change } to { $to }.
change-by-little = { $figure } (less than 0.1%)
change-by-percent = { $figure } ({ $percent }%)

## Counts of things

count-datasets = { $count ->
    [one] { $count } dataset
   *[other] { $count } datasets
}
count-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
count-cells = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
}
count-values = { $count ->
    [one] { $count } value
   *[other] { $count } values
}
count-series = { $count ->
    [one] { $count } series
   *[other] { $count } series
}
count-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
count-bars = { $count ->
    [one] { $count } bar
   *[other] { $count } bars
}
count-decimals = { $count ->
    [one] { $count } decimal place
   *[other] { $count } decimal places
}
